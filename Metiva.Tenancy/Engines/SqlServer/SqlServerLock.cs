using Metiva.Tenancy.Binding;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// One writer at a time in a database, on every node: what the rest of Metiva relies on when it numbers invoices or finishes
/// what a killed process left. The lock is the database's own and goes with its holder.
/// </summary>
internal static class SqlServerLock
{
    private const string Write = "metiva:write";
    private const string Making = "metiva:making";
    private const string Server = "metiva:server";
    private static readonly TimeSpan WriteWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HoldWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MakingWait = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ServerWait = TimeSpan.FromMinutes(10);

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [SqlServerStatements.LockTransaction, SqlServerStatements.LockSession, SqlServerStatements.LockHeld];

    /// <summary>Holds off every other writer until the transaction ends.</summary>
    /// <exception cref="BindingRefusedException">Busy: it did not come within two seconds.</exception>
    public static Task WriteAsync(SqlConnection connection, SqlTransaction transaction, CancellationToken cancellationToken) =>
        TakeAsync(connection, transaction, SqlServerStatements.LockTransaction, Write, WriteWait, cancellationToken);

    /// <summary>The same for whoever changes the schema, with more patience.</summary>
    public static Task WriteSchemaAsync(SqlConnection connection, SqlTransaction transaction, CancellationToken cancellationToken) =>
        TakeAsync(connection, transaction, SqlServerStatements.LockTransaction, Write, MakingWait, cancellationToken);

    /// <summary>Holds off every other writer until the connection closes.</summary>
    /// <exception cref="BindingRefusedException">Busy: somebody would not stop writing.</exception>
    public static Task WriteWhileOpenAsync(SqlConnection connection, CancellationToken cancellationToken) =>
        TakeAsync(connection, transaction: null, SqlServerStatements.LockSession, Write, HoldWait, cancellationToken);

    /// <summary>Asks the server whether this very connection still holds off every other writer.</summary>
    /// <exception cref="BindingRefusedException">DatabaseUnavailable: it does not, for its session ended.</exception>
    public static async Task DemandWriteAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = SqlServerStatements.LockHeld;

            // Somebody else's transaction waits for the answer.
            command.CommandTimeout = 5;
            command.Parameters.AddWithValue("@resource", ResourceOf(connection, Write));
            if (await command.ExecuteScalarAsync(cancellationToken) is "Exclusive")
            {
                return;
            }
        }

        throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable);
    }

    /// <summary>Holds off whoever else makes this very database, until the connection closes.</summary>
    public static Task MakingAsync(SqlConnection connection, CancellationToken cancellationToken) =>
        TakeAsync(connection, transaction: null, SqlServerStatements.LockSession, Making, MakingWait, cancellationToken);

    /// <summary>Holds off whoever else makes any database on this server, until the connection to master closes.</summary>
    public static Task ServerAsync(SqlConnection master, CancellationToken cancellationToken) =>
        TakeAsync(master, transaction: null, SqlServerStatements.LockSession, Server, ServerWait, cancellationToken);

    private static async Task TakeAsync(
        SqlConnection connection,
        SqlTransaction? transaction,
        string statement,
        string resource,
        TimeSpan wait,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        command.CommandTimeout = (int)wait.TotalSeconds + 30;
        command.Parameters.AddWithValue("@resource", ResourceOf(connection, resource));
        command.Parameters.AddWithValue("@wait", (int)wait.TotalMilliseconds);
        var taken = Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), provider: null);
        if (taken < 0)
        {
            throw new BindingRefusedException(BindingOutcome.Busy);
        }
    }

    // Locks are the database's own; its name is said as well, for a server that keeps them together.
    private static string ResourceOf(SqlConnection connection, string resource) => $"{resource}:{connection.Database}";
}
