using System.Diagnostics;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>The turn to write in a directory, among all processes of this machine. A process that dies lets go of it.</summary>
internal static class FileTurn
{
    internal const string LockFile = "lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="VaultUnavailableException">The turn did not come.</exception>
    internal static async Task<IDisposable> TakeAsync(string directory, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (TryTake(directory, watch.Elapsed > Patience) is { } turn)
            {
                return turn;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>The same while the host is being put together, where nothing can wait asynchronously.</summary>
    internal static IDisposable Take(string directory) => TakeAsync(directory, CancellationToken.None).GetAwaiter().GetResult();

    private static FileStream? TryTake(string directory, bool last)
    {
        var how = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(Path.Combine(directory, LockFile), how);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            // Somebody else has it.
            return last ? throw new VaultUnavailableException("The turn to write in the vault did not come.", exception) : null;
        }
    }
}
