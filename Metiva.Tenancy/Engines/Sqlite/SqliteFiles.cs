using System.Text.RegularExpressions;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Microsoft.Data.Sqlite;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>Where the embedded engine keeps its files: a directory for the control plane and one for each company.</summary>
internal sealed partial class SqliteFiles
{
    internal const string ControlPlaneDirectory = "control-plane";
    internal const string CompaniesDirectory = "companies";
    private const string CompanyFile = "company.db";
    private const string Making = ".making";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string root;
    private readonly ServerSnapshot servers;

    /// <exception cref="InvalidOperationException">The directory lies on a network share, where SQLite's locks cannot be trusted.</exception>
    internal SqliteFiles(string dataDirectory, ServerSnapshot servers)
    {
        this.servers = servers;
        root = Path.GetFullPath(dataDirectory);
        if (SqliteAddress.IsOnNetwork(root))
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

    /// <summary>A company's file in the data directory itself.</summary>
    /// <exception cref="ArgumentException">The name is not one that this engine gives: it could lead out of the directory.</exception>
    internal string Company(string database) => Company(root, database);

    /// <summary>A company's file, on the server that the catalog names.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such server of this engine, or its address or the database's name is none that this engine takes.
    /// </exception>
    internal string Company(CatalogEntry company) => Company(RootOf(company.Server), company.Database);

    /// <summary>Whether it is a name that this engine gives.</summary>
    internal static bool IsCompany(string database) => DatabaseName().IsMatch(database);

    /// <summary>Makes the directory of a company's file.</summary>
    internal void MakeCompanyDirectory(CatalogEntry company)
    {
        var file = Company(company);
        MakeDirectory(Path.Combine(RootOf(company.Server), CompaniesDirectory));
        MakeDirectory(Path.GetDirectoryName(file)!);
    }

    /// <summary>
    /// Puts a company's file there as a whole, unless there is one: whoever comes second, or again after a crash, changes nothing.
    /// </summary>
    internal void PutCompany(CatalogEntry company, byte[] content)
    {
        var file = Company(company);
        if (!File.Exists(file))
        {
            Put(file, content);
        }

        // What a killed process left half written; whoever is still at it finds that it was second.
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*" + Making))
        {
            File.Delete(left);
        }
    }

    private static void Put(string file, byte[] content)
    {
        var making = $"{file}.{Guid.NewGuid():N}{Making}";
        using (var stream = new FileStream(making, FileMode.CreateNew, FileAccess.Write, FileShare.Delete))
        {
            stream.Write(content);

            // Its name must not be there before its content is.
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(making, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Somebody else was quicker.
        }
    }

    /// <summary>Where a server keeps its files.</summary>
    /// <exception cref="ArgumentException">There is no such server of this engine, or its address is none that it takes.</exception>
    internal string RootOf(string server) =>
        servers.Find(server) is not { Engine: SqliteEngine.EngineName } entry
            ? throw new ArgumentException($"'{server}' is no server of the embedded engine.", nameof(server))
        : entry.Address.Length == 0 ? root
        : SqliteAddress.Check(entry.Address, root) is { } wrong
            ? throw new ArgumentException($"Server '{server}' cannot be used: {wrong.Message}", nameof(server))
        : entry.Address;

    /// <summary>Why an address cannot be a server's; null when it can. Empty is the data directory.</summary>
    internal Error? CheckAddress(string address) => address.Length == 0 ? null : SqliteAddress.Check(address, root);

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

    private static string Company(string root, string database) =>
        IsCompany(database)
            ? Path.Combine(root, CompaniesDirectory, database, CompanyFile)
            : throw new ArgumentException($"'{database}' is not a database name of the embedded engine.", nameof(database));

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

    [GeneratedRegex(
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DatabaseName();
}
