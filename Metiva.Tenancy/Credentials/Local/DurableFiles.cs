using System.Runtime.InteropServices;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>Files that are either the old or the new one, whole, whenever the process or the machine dies; for their owner only.</summary>
internal static class DurableFiles
{
    internal const string Temporary = ".tmp";
    private const int RemovalTries = 10;
    private const UnixFileMode OwnersDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes beside the file, brings that to disk, then puts it in its place. The caller holds the turn to write.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All that it holds afterwards.</param>
    /// <param name="afterStep">Told of each step: <c>temporary</c>, <c>renamed</c>.</param>
    internal static void Write(string path, ReadOnlySpan<byte> content, Action<string>? afterStep = null)
    {
        var temporary = path + Temporary;
        File.Delete(temporary);
        using (var file = Create(temporary, FileOptions.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        afterStep?.Invoke("temporary");
        File.Move(temporary, path, overwrite: true);
        afterStep?.Invoke("renamed");
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes a file for its owner only, which nobody else opens meanwhile. It keeps nothing back: a write is a call.</summary>
    /// <exception cref="IOException">There is one of that name.</exception>
    internal static FileStream Create(string path, FileOptions options)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = options,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = OwnersFile;
        }

        return new FileStream(path, how);
    }

    /// <summary>Makes a directory for its owner only, and the way to it.</summary>
    internal static void MakeDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnersDirectory);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Takes a directory away with all that is in it. One that is gone, or that somebody else takes away as well, is no error.</summary>
    /// <exception cref="IOException">Somebody has a file of it open, or goes on writing into it.</exception>
    internal static void RemoveDirectory(string path)
    {
        for (var attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < RemovalTries)
            {
                // Somebody else was quicker with a part of it, or put something there meanwhile.
            }
        }

        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            FlushDirectory(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>
    /// Brings the names in a directory to disk: a renamed file is safe from a power cut only when its directory is too. Windows does
    /// this by itself and has no call for it.
    /// </summary>
    internal static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var directory = Open(path, 0);
        if (directory < 0)
        {
            throw new IOException($"The directory '{path}' cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        }

        try
        {
            if (Flush(directory) != 0)
            {
                throw new IOException($"The directory '{path}' cannot be brought to disk (error {Marshal.GetLastPInvokeError()}).");
            }
        }
        finally
        {
            _ = Close(directory);
        }
    }

    // The framework opens no directories.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
