using System.Text;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Credentials.Local;

/// <summary>Finds the master key: in the settings, in the file that they name, or in Development in a file that is made.</summary>
internal static class MasterKeySettings
{
    internal const string DevelopmentFile = "development-master-key";

    /// <exception cref="InvalidOperationException">There is none, or it cannot be used; the message says what is missing.</exception>
    internal static MasterKeys Load(VaultOptions options, IHostEnvironment environment, string dataDirectory, string vaultDirectory)
    {
        var current = (options.MasterKey, options.MasterKeyFile) switch
        {
            ({ Length: > 0 }, { Length: > 0 }) => throw new InvalidOperationException(
                $"{VaultOptions.Section}:MasterKey and {VaultOptions.Section}:MasterKeyFile are both there; only one of them can be the master key."
            ),
            ({ Length: > 0 } key, _) => Parse(key, "MasterKey"),
            (_, { Length: > 0 } file) => FromFile(Path.Combine(environment.ContentRootPath, file), environment, dataDirectory),
            _ when environment.IsDevelopment() => Parse(MadeFor(vaultDirectory), "MasterKey"),
            _ => throw new InvalidOperationException(
                $"{VaultOptions.Section}:MasterKey is missing, and so is {VaultOptions.Section}:MasterKeyFile. Outside Development the vault needs a master key: "
                    + "32 random bytes in base64 (openssl rand -base64 32), kept apart from the data directory and its backups. "
                    + "The environment variable is Tenancy__Vault__MasterKey."
            ),
        };
        return new MasterKeys(current, options.PreviousMasterKeys.Select(key => Parse(key, "PreviousMasterKeys")));
    }

    private static MasterKey FromFile(string file, IHostEnvironment environment, string dataDirectory)
    {
        if (!environment.IsDevelopment() && IsInside(file, dataDirectory))
        {
            throw new InvalidOperationException(
                $"{VaultOptions.Section}:MasterKeyFile lies inside the data directory, where a backup takes it along with what it locks. Move it elsewhere."
            );
        }

        try
        {
            return Parse(File.ReadAllText(file), "MasterKeyFile");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{VaultOptions.Section}:MasterKeyFile cannot be read: {exception.Message}", exception);
        }
    }

    private static MasterKey Parse(string key, string setting)
    {
        try
        {
            return new MasterKey(key);
        }
        catch (FormatException exception)
        {
            throw new InvalidOperationException($"{VaultOptions.Section}:{setting} is not 32 bytes in base64.", exception);
        }
    }

    /// <summary>A key that only this machine has; two processes that start at once get the same.</summary>
    private static string MadeFor(string vaultDirectory)
    {
        DurableFiles.MakeDirectory(vaultDirectory);
        var file = Path.Combine(vaultDirectory, DevelopmentFile);
        using var turn = FileTurn.Take(vaultDirectory);
        if (!File.Exists(file))
        {
            DurableFiles.Write(file, Encoding.ASCII.GetBytes(MasterKey.Generate()));
        }

        return File.ReadAllText(file);
    }

    private static bool IsInside(string file, string directory) =>
        Real(file).StartsWith(Path.TrimEndingDirectorySeparator(Real(directory)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path without symbolic links, so that no detour hides where a file lies.</summary>
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path);
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }
}
