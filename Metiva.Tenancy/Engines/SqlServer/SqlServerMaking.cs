using System.Collections.Concurrent;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// The steps of which the making of every database consists. Each can be repeated; a password is in the vault before the server
/// hears of it, so a killed process leaves no login that nobody can use.
/// </summary>
internal sealed class SqlServerMaking(
    SqlServerConnectionFactory factory,
    SqlServerOptions options,
    ICredentialVault vault,
    ILogger<SqlServerMaking> logger
)
{
    private const string Master = "master";

    // From a twentieth of a second to almost a second, in all about a minute.
    private const int LongestPause = 5;
    private const int MostAttempts = 100;

    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            SqlServerStatements.DatabaseExists,
            SqlServerStatements.LoginExists,
            SqlServerStatements.UserExists,
            SqlServerStatements.CreateDatabase(SqlServerStatements.Sample),
            SqlServerStatements.AllowSnapshots(SqlServerStatements.Sample),
            SqlServerStatements.ReadCommittedSnapshots(SqlServerStatements.Sample),
            SqlServerStatements.Own(SqlServerStatements.Sample, SqlServerStatements.Sample),
            SqlServerStatements.CreateLogin(SqlServerStatements.Sample, SqlServerStatements.Sample),
            SqlServerStatements.SetPassword(SqlServerStatements.Sample, SqlServerStatements.Sample),
            SqlServerStatements.EnableLogin(SqlServerStatements.Sample),
            SqlServerStatements.DisableLogin(SqlServerStatements.Sample),
            SqlServerStatements.HideDatabases(SqlServerStatements.Sample),
            SqlServerStatements.CreateUser(SqlServerStatements.Sample),
            SqlServerStatements.GrantRows(SqlServerStatements.Sample),
            SqlServerStatements.NoGuests,
        ];

    /// <summary>The turn to make something on this server, until it is disposed; at once where nobody waits for another.</summary>
    internal async Task<IAsyncDisposable> TurnAsync(string? server, CancellationToken cancellationToken)
    {
        if (!options.MakeOneAtATime)
        {
            return new Turn(Gate: null, Master: null);
        }

        // Whoever waits in this process waits without a connection.
        var gate = gates.GetOrAdd(server ?? SqlServerOptions.DefaultServer, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        SqlConnection? master = null;
        try
        {
            master = await OpenMasterAsync(server, cancellationToken);
            await SqlServerLock.ServerAsync(master, cancellationToken);
            return new Turn(gate, master);
        }
        catch
        {
            await new Turn(gate, master).DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the database unless it is there.</summary>
    internal async Task DatabaseAsync(string? server, string database, CancellationToken cancellationToken)
    {
        await using var master = await factory.OpenAdministratorAsync(server, Master, cancellationToken);
        if (await ExistsAsync(master, SqlServerStatements.DatabaseExists, database, cancellationToken))
        {
            return;
        }

        try
        {
            await PersistAsync(() => RunAsync(master, SqlServerStatements.CreateDatabase(database), cancellationToken), cancellationToken);
        }
        catch (SqlException exception) when (exception.Number == SqlServerErrors.DatabaseExists)
        {
            // Another process was quicker. The lock below puts the two in turn.
        }

        await TryAsync(master, SqlServerStatements.AllowSnapshots(database), cancellationToken);
        await TryAsync(master, SqlServerStatements.ReadCommittedSnapshots(database), cancellationToken);
    }

    /// <summary>Opens the database for whoever makes it, and holds off everybody else who would.</summary>
    internal async Task<SqlConnection> LockAsync(string? server, string database, CancellationToken cancellationToken)
    {
        var connection = await factory.OpenAdministratorAsync(server, database, cancellationToken);
        try
        {
            await SqlServerLock.MakingAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The password in the vault, made and put there when there is none. Not when the login is there already: then this is the wrong
    /// vault, or an empty one, and a new password would lock out whoever works with the right one.
    /// </summary>
    /// <exception cref="VaultUnavailableException">The server has the login and the vault does not know its password.</exception>
    internal async Task<string> PasswordAsync(SqlConnection master, SecretName name, string login, CancellationToken cancellationToken)
    {
        if (await vault.ReadAsync(name, cancellationToken) is { } known)
        {
            return known;
        }

        if (await ExistsAsync(master, SqlServerStatements.LoginExists, login, cancellationToken))
        {
            throw new VaultUnavailableException(
                $"The server has the login '{login}', but this vault holds no secret '{name}'. Is it the right vault? Restore it, or drop the login."
            );
        }

        var password = SqlServerPassword.New();
        await vault.WriteAsync(name, password, cancellationToken);
        return password;
    }

    /// <summary>Opens the database in which logins are made.</summary>
    internal Task<SqlConnection> OpenMasterAsync(string? server, CancellationToken cancellationToken) =>
        factory.OpenAdministratorAsync(server, Master, cancellationToken);

    /// <summary>Makes the login with that password, or gives an existing one that password.</summary>
    internal async Task LoginAsync(SqlConnection master, string login, string password, bool enabled, CancellationToken cancellationToken)
    {
        var exists = await ExistsAsync(master, SqlServerStatements.LoginExists, login, cancellationToken);
        await RunAsync(
            master,
            exists ? SqlServerStatements.SetPassword(login, password) : SqlServerStatements.CreateLogin(login, password),
            cancellationToken
        );
        await RunAsync(
            master,
            enabled ? SqlServerStatements.EnableLogin(login) : SqlServerStatements.DisableLogin(login),
            cancellationToken
        );
        await TryAsync(master, SqlServerStatements.HideDatabases(login), cancellationToken);
    }

    /// <summary>Makes the login the owner of the database.</summary>
    internal static Task OwnerAsync(SqlConnection administrator, string database, string login, CancellationToken cancellationToken) =>
        RunAsync(administrator, SqlServerStatements.Own(database, login), cancellationToken);

    /// <summary>Lets the login into this database, to read and write rows.</summary>
    internal async Task UserAsync(SqlConnection administrator, string login, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(administrator, SqlServerStatements.UserExists, login, cancellationToken))
        {
            await RunAsync(administrator, SqlServerStatements.CreateUser(login), cancellationToken);
        }

        await RunAsync(administrator, SqlServerStatements.GrantRows(login), cancellationToken);
    }

    /// <summary>Takes away what logins could do beyond that, as far as this server has words for it.</summary>
    internal async Task HardenAsync(SqlConnection administrator, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await TryAsync(administrator, SqlServerStatements.NoGuests, cancellationToken);
        foreach (var statement in statements)
        {
            await TryAsync(administrator, statement, cancellationToken);
        }
    }

    /// <summary>
    /// Tries again for as long as the server says that others are making something, and did nothing: it makes one database at a time,
    /// whoever asks for it.
    /// </summary>
    internal static async Task PersistAsync(Func<Task> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await make();
                return;
            }
            catch (SqlException exception) when (attempt < MostAttempts && SqlServerFailures.IsCrowded(exception.Number))
            {
                await Attempts.PauseAsync(Math.Min(attempt, LongestPause), cancellationToken);
            }
        }
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

    private static async Task RunAsync(SqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>For what makes a database better and is not in every server's or administrator's power.</summary>
    private async Task TryAsync(SqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(connection, statement, cancellationToken);
        }
        catch (SqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // None of these statements holds a secret.
            logger.LogWarning("The server did not take '{Statement}': error {Number}.", statement, exception.Number);
        }
    }

    private sealed record Turn(SemaphoreSlim? Gate, SqlConnection? Master) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await (Master?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            finally
            {
                Gate?.Release();
            }
        }
    }
}
