using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Microsoft.Data.Sqlite;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>The servers of the embedded engine: directories.</summary>
internal sealed class SqliteServers(SqliteFiles files) : IServerEngine
{
    private const string CheckSql = "CREATE TABLE Checked (Id INTEGER); SELECT sqlite_version();";

    public bool HasAdministrator => false;

    public Error? CheckAddress(string address) => files.CheckAddress(address);

    public Error? CheckAdministrator(string connectionString) => null;

    public Task KeepAdministratorAsync(string server, string address, string connectionString, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A directory has no administrator.");

    public Task<ServerAnswer> AskAsync(ServerEntry server, CancellationToken cancellationToken) =>
        Task.Run(() => Ask(server), cancellationToken);

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [CheckSql];

    private ServerAnswer Ask(ServerEntry server)
    {
        string root;
        try
        {
            root = files.RootOf(server.Name);
        }
        catch (ArgumentException)
        {
            var wrong = files.CheckAddress(server.Address) as ServerAddressRefused;
            return new ServerAnswer(wrong?.Reason == "private" ? ServerTrouble.NotPrivate : ServerTrouble.Unreachable);
        }

        var file = Path.Combine(root, $"check-{Guid.NewGuid():N}.db");
        try
        {
            return new ServerAnswer(null, MakeOne(file));
        }
        catch (SqliteException exception)
        {
            return new ServerAnswer(
                exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL ? ServerTrouble.Full : ServerTrouble.MayNotCreate
            );
        }
        finally
        {
            Remove(file);
        }
    }

    private static string MakeOne(string file)
    {
        using var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false, create: true));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = CheckSql;
        return (string)command.ExecuteScalar()!;
    }

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could be made and not be taken away is empty; the next check makes another.
        }
    }
}
