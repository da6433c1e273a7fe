using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>Asks a server as its administrator whether companies can be made there.</summary>
internal sealed class SqlServerProbe(SqlServerConnectionFactory factory, ICredentialVault vault) : IServerEngine
{
    /// <summary>Azure SQL says 12 whatever it is, so older ones are told by what they cannot do.</summary>
    private const int OldestMajor = 12;

    public bool HasAdministrator => true;

    public Error? CheckAddress(string address) =>
        address.Length == 0 || SqlServerAdministrator.IsAddress(address) ? null : new InvalidField("address", "format");

    public Error? CheckAdministrator(string connectionString) => SqlServerAdministrator.Check(connectionString);

    public Task KeepAdministratorAsync(string server, string address, string connectionString, CancellationToken cancellationToken) =>
        vault.WriteAsync(SecretName.ServerAdministrator(server), SqlServerAdministrator.For(address, connectionString), cancellationToken);

    public async Task<ServerAnswer> AskAsync(ServerEntry server, CancellationToken cancellationToken)
    {
        try
        {
            await using var master = await factory.OpenAdministratorAsync(server.Name, "master", cancellationToken);
            var version = Convert.ToString(
                await AskAsync(master, SqlServerStatements.Version, cancellationToken),
                System.Globalization.CultureInfo.InvariantCulture
            );
            var may = Convert.ToInt32(await AskAsync(master, SqlServerStatements.MayCreate, cancellationToken), provider: null) > 0;
            return new ServerAnswer(
                !may ? ServerTrouble.MayNotCreate
                    : int.TryParse(version?.Split('.')[0], out var major) && major < OldestMajor ? ServerTrouble.TooOld
                    : null,
                version
            );
        }
        catch (VaultUnavailableException exception)
        {
            return new ServerAnswer(exception.InnerException is null ? ServerTrouble.CredentialMissing : ServerTrouble.VaultUnavailable);
        }
        catch (SqlException exception) when (exception.Number == SqlServerErrors.LoginFailed)
        {
            return new ServerAnswer(ServerTrouble.SignInRefused);
        }
        // A connection string that makes no sense, a name that does not resolve, a line that breaks: it is not reached.
        catch (Exception exception)
            when (exception is SqlException or InvalidOperationException or ArgumentException && !cancellationToken.IsCancellationRequested)
        {
            return new ServerAnswer(ServerTrouble.Unreachable);
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [SqlServerStatements.Version, SqlServerStatements.MayCreate];

    private static async Task<object?> AskAsync(SqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
