using System.Security.Cryptography;
using Dapper;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.Data.SqlClient;

namespace Metiva.Tests.Support;

/// <summary>
/// An installation of its own on the server that tests may use: whatever it makes there begins with a prefix that nobody else has.
/// A directory keeps the prefix, so that another process finds the same installation.
/// </summary>
internal sealed class SqlServerInstallation(string prefix)
{
    private const string PrefixFile = "sql-server-prefix";
    private const int InUse = 3702;
    private const int NotExclusive = 5030;

    public string Prefix => prefix;

    public string ControlPlane => prefix + "control";

    /// <summary>
    /// Whether a host on that directory belongs on SQL Server: what it holds already decides, and in an empty one the engine that
    /// tests run on.
    /// </summary>
    public static bool IsMeantFor(string? directory) =>
        directory is not null && File.Exists(Path.Combine(directory, PrefixFile))
        || (TestServer.IsDefault && !File.Exists(Path.Combine(directory ?? "", "control-plane", "control.db")));

    /// <summary>The settings of a host on that directory, as a command line has them; none when it is not on SQL Server.</summary>
    public static string[] ArgumentsFor(string directory) =>
        File.Exists(Path.Combine(directory, PrefixFile)) ? In(directory).Arguments() : [];

    public static SqlServerInstallation In(string directory)
    {
        var file = Path.Combine(directory, PrefixFile);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, $"mt{RandomNumberGenerator.GetHexString(10, lowercase: true)}_");
        }

        return new SqlServerInstallation(File.ReadAllText(file));
    }

    /// <summary>The settings of a host on it.</summary>
    public Dictionary<string, string?> Settings() =>
        new(StringComparer.Ordinal)
        {
            ["Tenancy:Engine"] = "SqlServer",
            ["Tenancy:SqlServer:AdministratorConnectionString"] = TestServer.Administrator,
            ["Tenancy:SqlServer:ControlPlaneDatabase"] = ControlPlane,
            ["Tenancy:SqlServer:DatabasePrefix"] = prefix,
            // Also for servers without MERGE.
            ["Tenancy:SqlServer:MaxBatchSize"] = "1",
        };

    /// <summary>The same as a command line has them.</summary>
    public string[] Arguments() => [.. Settings().Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>A connection of the administrator; the caller disposes it.</summary>
    public static async Task<SqlConnection> OpenAsync(string database)
    {
        var text = new SqlConnectionStringBuilder(TestServer.Administrator) { InitialCatalog = database, Pooling = false };
        var connection = new SqlConnection(text.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs what needs a database to itself: connections that were just closed take the server a moment.</summary>
    public static Task WhenNobodyIsInAsync(SqlConnection master, string statement) =>
        Eventually.TrueAsync(() => DoneUnlessInUseAsync(master, statement), TimeSpan.FromSeconds(60));

    /// <summary>Runs a statement that needs a database to itself; false when somebody was in.</summary>
    public static async Task<bool> DoneUnlessInUseAsync(SqlConnection master, string statement)
    {
        try
        {
            await master.ExecuteAsync(statement, commandTimeout: 120);
            return true;
        }
        catch (SqlException exception) when (IsInUse(exception))
        {
            return false;
        }
    }

    // Servers of other makes say it in words only.
    private static bool IsInUse(SqlException exception) =>
        exception.Number is InUse or NotExclusive
        || exception.Message.Contains("exclusively locked", StringComparison.Ordinal)
        || exception.Message.Contains("currently in use", StringComparison.Ordinal);

    /// <summary>The names of what it made, databases or logins.</summary>
    public async Task<List<string>> NamesAsync(string view)
    {
        await using var master = await OpenAsync("master");
        var names = await master.QueryAsync<string>(
            $"SELECT name FROM sys.{view} WHERE LEFT(name, @length) = @prefix",
            new { length = prefix.Length, prefix }
        );
        return names.AsList();
    }

    /// <summary>Takes away what a bench on that directory left; nothing when it was not on SQL Server.</summary>
    public static Task DropAsync(string directory) =>
        File.Exists(Path.Combine(directory, PrefixFile)) ? In(directory).DropAsync() : Task.CompletedTask;

    /// <summary>Takes all of it away.</summary>
    public async Task DropAsync()
    {
        var (databases, logins) = (await NamesAsync("databases"), await NamesAsync("server_principals"));
        await using var master = await OpenAsync("master");
        await SqlServerLock.ServerAsync(master, CancellationToken.None);
        foreach (var database in databases)
        {
            await WhenNobodyIsInAsync(master, SqlServerStatements.DropDatabase(database));
        }

        foreach (var login in logins)
        {
            await master.ExecuteAsync(SqlServerStatements.DropLogin(login));
        }
    }
}
