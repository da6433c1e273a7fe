using System.Diagnostics;
using Metiva.Tenancy.Binding;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Takes databases, users and logins away. What is gone already is no error.</summary>
internal static class SqlServerRemoval
{
    private const int InUse = 3702;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Every text that it may send. What its callers give it they list themselves.</summary>
    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            SqlServerStatements.DatabaseExists,
            SqlServerStatements.SessionsOfDatabase,
            SqlServerStatements.DropDatabase(SqlServerStatements.Sample),
            SqlServerStatements.UserExists,
            SqlServerStatements.RevokeRows(SqlServerStatements.Sample),
            SqlServerStatements.DropUser(SqlServerStatements.Sample),
            SqlServerStatements.LoginExists,
            SqlServerStatements.SessionsOfLogin,
            SqlServerStatements.DropLogin(SqlServerStatements.Sample),
            SqlServerStatements.Kill(51),
        ];

    internal static Task<bool> DatabaseExistsAsync(SqlConnection connection, string database, CancellationToken cancellationToken) =>
        ExistsAsync(connection, SqlServerStatements.DatabaseExists, database, cancellationToken);

    /// <summary>
    /// Drops a database that nobody is served from. Ending a session is only asked for: the server takes its time to undo what it was
    /// doing, and meanwhile the database is in use.
    /// </summary>
    /// <exception cref="BindingRefusedException">Busy: somebody would not leave it.</exception>
    internal static async Task DropDatabaseAsync(SqlConnection master, string database, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            await EndSessionsAsync(master, SqlServerStatements.SessionsOfDatabase, database, cancellationToken);
            try
            {
                await RunAsync(master, SqlServerStatements.DropDatabase(database), cancellationToken);
                return;
            }
            catch (SqlException exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Not every server has a number of its own for it, so any refusal is taken for it as long as there is patience.
                if (master.State != System.Data.ConnectionState.Open || Stopwatch.GetElapsedTime(asked) > Patience)
                {
                    throw exception.Number == InUse ? new BindingRefusedException(BindingOutcome.Busy, exception) : exception;
                }
            }

            if (!await DatabaseExistsAsync(master, database, cancellationToken))
            {
                return;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    internal static async Task DropUserAsync(SqlConnection database, string user, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(database, SqlServerStatements.UserExists, user, cancellationToken))
        {
            // First what it may do: not every server takes that away together with the user, and from here on it can do nothing.
            await RunAsync(database, SqlServerStatements.RevokeRows(user), cancellationToken);
            await RunAsync(database, SqlServerStatements.DropUser(user), cancellationToken);
        }
    }

    internal static async Task DropLoginAsync(SqlConnection master, string login, CancellationToken cancellationToken)
    {
        if (await ExistsAsync(master, SqlServerStatements.LoginExists, login, cancellationToken))
        {
            await EndSessionsAsync(master, SqlServerStatements.SessionsOfLogin, login, cancellationToken);
            try
            {
                await RunAsync(master, SqlServerStatements.DropLogin(login), cancellationToken);
            }
            catch (SqlException) when (!cancellationToken.IsCancellationRequested && master.State == System.Data.ConnectionState.Open)
            {
                // Somebody else may have been quicker.
                if (await ExistsAsync(master, SqlServerStatements.LoginExists, login, cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Ends the sessions that a query names.</summary>
    internal static async Task EndSessionsAsync(SqlConnection master, string query, string name, CancellationToken cancellationToken)
    {
        List<int> sessions = [];
        await using (var command = master.CreateCommand())
        {
            command.CommandText = query;
            command.Parameters.AddWithValue("@name", name);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                sessions.Add(Convert.ToInt32(reader.GetValue(0), provider: null));
            }
        }

        foreach (var session in sessions)
        {
            try
            {
                await RunAsync(master, SqlServerStatements.Kill(session), cancellationToken);
            }
            catch (SqlException) when (!cancellationToken.IsCancellationRequested && master.State == System.Data.ConnectionState.Open)
            {
                // It ended by itself. One that would not end is found out by what comes next.
            }
        }
    }

    internal static async Task RunAsync(SqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> ExistsAsync(
        SqlConnection connection,
        string statement,
        string name,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.Parameters.AddWithValue("@name", name);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), provider: null) > 0;
    }
}
