using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>Where the embedded engine keeps its files: a directory for the control plane and one for each company.</summary>
internal sealed partial class SqliteFiles
{
    internal const string ControlPlaneDirectory = "control-plane";
    internal const string CompaniesDirectory = "companies";
    private const string CompanyFile = "company.db";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string root;

    /// <exception cref="InvalidOperationException">The directory lies on a network share, where SQLite's locks cannot be trusted.</exception>
    internal SqliteFiles(string dataDirectory)
    {
        root = Path.GetFullPath(dataDirectory);
        if (root.StartsWith(@"\\", StringComparison.Ordinal) || IsNetworkDrive(root))
        {
            throw new InvalidOperationException(
                $"Tenancy:DataDirectory '{dataDirectory}' is on a network share. The embedded engine needs a local disk; use the engine SqlServer otherwise."
            );
        }

        MakeDirectory(root);
        ControlPlane = Path.Combine(MakeDirectory(Path.Combine(root, ControlPlaneDirectory)), "control.db");
        MakeDirectory(Path.Combine(root, CompaniesDirectory));
    }

    /// <summary>The control plane's file.</summary>
    internal string ControlPlane { get; }

    /// <summary>A company's file.</summary>
    /// <exception cref="ArgumentException">The name is not one that this engine gives: it could lead out of the directory.</exception>
    internal string Company(string database) =>
        IsCompany(database)
            ? Path.Combine(root, CompaniesDirectory, database, CompanyFile)
            : throw new ArgumentException($"'{database}' is not a database name of the embedded engine.", nameof(database));

    /// <summary>Whether it is a name that this engine gives.</summary>
    internal static bool IsCompany(string database) => DatabaseName().IsMatch(database);

    /// <summary>Makes the directory of a company's file.</summary>
    internal void MakeCompanyDirectory(string database) => MakeDirectory(Path.GetDirectoryName(Company(database))!);

    /// <summary>The pooled connection string of a file that has to exist.</summary>
    internal static string ConnectionString(string file, bool pooled = true, bool create = false) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = pooled,
            ForeignKeys = true,
            DefaultTimeout = 2,
        }.ToString();

    private static string MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        return path;
    }

    private static bool IsNetworkDrive(string path)
    {
        var drive = DriveInfo
            .GetDrives()
            .Where(drive => path.StartsWith(drive.Name, StringComparison.Ordinal))
            .MaxBy(drive => drive.Name.Length);
        return drive?.DriveType == DriveType.Network;
    }

    [GeneratedRegex(
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DatabaseName();
}
