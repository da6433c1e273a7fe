using Metiva.Domain.Servers;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// Which directories can be a server of the embedded engine: on a local disk, entered by its owner only, and apart from the data
/// directory, so that no address leads to another server's files.
/// </summary>
internal static class SqliteAddress
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    internal static ServerAddressRefused? Check(string address, string dataDirectory)
    {
        if (!Path.IsPathFullyQualified(address) || Path.TrimEndingDirectorySeparator(Path.GetFullPath(address)) != address)
        {
            return new ServerAddressRefused("absolute");
        }

        if (Holds(dataDirectory, address) || Holds(address, dataDirectory))
        {
            return new ServerAddressRefused("inside");
        }

        if (IsOnNetwork(address))
        {
            return new ServerAddressRefused("network");
        }

        var directory = new DirectoryInfo(address);
        return !directory.Exists ? new ServerAddressRefused("missing")
            : directory.LinkTarget is not null ? new ServerAddressRefused("link")
            : !OperatingSystem.IsWindows() && (directory.UnixFileMode & Others) != UnixFileMode.None ? new ServerAddressRefused("private")
            : null;
    }

    internal static bool IsOnNetwork(string path)
    {
        if (path.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return true;
        }

        var drive = DriveInfo
            .GetDrives()
            .Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        return drive?.DriveType == DriveType.Network;
    }

    private static bool Holds(string outer, string inner) =>
        inner == outer
        || inner.StartsWith(Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
