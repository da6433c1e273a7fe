using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Where servers are and who administers them. The vault is asked each time: an administrator's connection string is kept nowhere.
/// </summary>
internal sealed class SqlServerServers(SqlServerOptions options, ICredentialVault vault, Snapshots snapshots)
{
    private const string ApplicationName = "Metiva";

    /// <summary>A connection string of the administrator, to a database of the server. Null is the server of the settings.</summary>
    /// <exception cref="VaultUnavailableException">Neither the settings nor the vault have one, or the catalog knows no such server.</exception>
    internal async Task<string> AdministratorAsync(string? server, string database, CancellationToken cancellationToken)
    {
        var builder = await AdministratorOfAsync(server, cancellationToken);
        return new SqlConnectionStringBuilder(builder.ConnectionString)
        {
            InitialCatalog = database,
            ApplicationName = ApplicationName,
            ConnectRetryCount = 0,
            MultipleActiveResultSets = false,
            PersistSecurityInfo = false,
            Pooling = false,
        }.ConnectionString;
    }

    /// <summary>
    /// A connection string for a login of Metiva's own. What concerns the line (address, encryption, certificates) is the
    /// administrator's; nothing else of that string goes in.
    /// </summary>
    internal async Task<SqlConnectionStringBuilder> ForLoginAsync(
        string? server,
        string database,
        string login,
        string password,
        CancellationToken cancellationToken
    )
    {
        SqlServerIdentifier.Demand(database);
        var line = await AdministratorOfAsync(server, cancellationToken);
        return new SqlConnectionStringBuilder
        {
            DataSource = line.DataSource,
            Encrypt = line.Encrypt,
            TrustServerCertificate = line.TrustServerCertificate,
            HostNameInCertificate = line.HostNameInCertificate,
            ServerCertificate = line.ServerCertificate,
            MultiSubnetFailover = line.MultiSubnetFailover,
            IPAddressPreference = line.IPAddressPreference,
            ConnectTimeout = line.ConnectTimeout,
            InitialCatalog = database,
            UserID = login,
            Password = password,
            ApplicationName = ApplicationName,
            ConnectRetryCount = 0,
            MultipleActiveResultSets = false,
            PersistSecurityInfo = false,
            // A database that is back is served at once, rather than after the driver's own pause.
            PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock,
        };
    }

    private async Task<SqlConnectionStringBuilder> AdministratorOfAsync(string? server, CancellationToken cancellationToken)
    {
        var entry = server is null ? null : FindOrThrow(server);
        if (entry is null or { Address: "" })
        {
            var settings = options.AdministratorConnectionString;
            return new SqlConnectionStringBuilder(
                string.IsNullOrWhiteSpace(settings) ? await ReadAsync(SqlServerOptions.DefaultServer, cancellationToken) : settings
            );
        }

        // Given for that address: a registry that names another one sends nothing there.
        return SqlServerAdministrator.Read(entry.Address, await ReadAsync(entry.Name, cancellationToken))
            ?? throw new VaultUnavailableException(
                $"The administrator's connection string of server '{entry.Name}' was not given for the address that the registry names."
            );
    }

    private ServerEntry FindOrThrow(string server) =>
        snapshots.Servers.Find(server) is { Engine: SqlServerEngine.EngineName } entry
            ? entry
            : throw new VaultUnavailableException($"The catalog knows no SQL Server '{server}'.");

    private async Task<string> ReadAsync(string server, CancellationToken cancellationToken) =>
        await vault.ReadAsync(SecretName.ServerAdministrator(server), cancellationToken)
        ?? throw new VaultUnavailableException(
            $"No administrator's connection string of server '{server}' is in the vault, and the settings name none."
        );
}
