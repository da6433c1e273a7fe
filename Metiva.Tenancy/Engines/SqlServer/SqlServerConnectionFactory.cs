using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Opens databases, each with its own login. Every physical connection is asked once which company it belongs to; the answer is
/// remembered with its id, so a pooled open costs no statement.
/// </summary>
internal sealed class SqlServerConnectionFactory(
    SqlServerServers servers,
    SqlServerOptions options,
    TenancyOptions tenancy,
    ICredentialVault vault,
    Snapshots snapshots,
    ILogger<SqlServerConnectionFactory> logger
) : IDisposable
{
    private readonly ConcurrentDictionary<SqlServerTargetKey, SqlServerTarget> targets = new();
    private string? controlPlane;

    /// <summary>Opens the control plane with the login that only reads and writes its rows.</summary>
    internal async Task<SqlConnection> OpenControlPlaneAsync(CancellationToken cancellationToken)
    {
        var text = await ControlPlaneTextAsync(cancellationToken);
        try
        {
            return await OpenAsync(text, cancellationToken);
        }
        catch (SqlException exception) when (IsAboutTheLogin(exception))
        {
            Interlocked.CompareExchange(ref controlPlane, null, text);
            throw;
        }
    }

    /// <summary>How the control plane is opened, for what opens its own connections to it.</summary>
    internal async ValueTask<string> ControlPlaneTextAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref controlPlane) ?? await ControlPlaneAsync(cancellationToken);

    /// <summary>Opens a company's database and makes sure that it is this company's.</summary>
    internal async ValueTask<SqlConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        // A bound context holds the entry that it was bound with; the login may have been replaced since.
        var current = snapshots.Catalog.Find(company.Id);
        var entry = current is not null && current.IsSameDatabase(company) ? current : company;
        var target = entry.EngineState is SqlServerTarget { Retired: false } known ? known : await TargetOfAsync(entry, cancellationToken);
        var connection = await OpenAsync(target, cancellationToken);
        var stamp = target.Find(connection.ClientConnectionId) ?? await GreetAsync(connection, target, cancellationToken);
        if (stamp.CompanyId == entry.Id && SchemaVersions.Serves(stamp.SchemaVersion))
        {
            return connection;
        }

        throw Refuse(connection, target, stamp);
    }

    /// <summary>Opens a database as the administrator of its server. Null is the server of the settings.</summary>
    internal async Task<SqlConnection> OpenAdministratorAsync(string? server, string database, CancellationToken cancellationToken) =>
        await OpenAsync(await servers.AdministratorAsync(server, database, cancellationToken), cancellationToken);

    /// <summary>Opens a database with a login of Metiva's own, beside every pool.</summary>
    internal async Task<SqlConnection> OpenLoginAsync(
        string? server,
        string database,
        string login,
        string password,
        CancellationToken cancellationToken
    )
    {
        var text = await servers.ForLoginAsync(server, database, login, password, cancellationToken);
        text.Pooling = false;
        return await OpenAsync(text.ConnectionString, cancellationToken);
    }

    /// <summary>Opens a company's database with the login that owns its schema, beside every pool.</summary>
    /// <exception cref="VaultUnavailableException">The vault does not answer, or holds no password of it.</exception>
    internal async Task<SqlConnection> OpenOwnerAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var password = await PasswordAsync(SecretName.MigratorLogin(company.Id), cancellationToken);
        return await OpenLoginAsync(company.Server, company.Database, options.MigratorLogin(company.Id), password, cancellationToken);
    }

    /// <summary>Closes the idle connections of the entry's own database and login; its password stays known.</summary>
    internal void ClearIdle(CatalogEntry company)
    {
        if (targets.TryGetValue(new SqlServerTargetKey(company.Id, company.Server, company.Database, company.Login), out var target))
        {
            target.Forget();
            ClearPool(target.ConnectionString);
        }
    }

    /// <summary>
    /// Closes the company's idle connections and forgets its passwords: whoever opens next reads the vault. Connections in use are
    /// closed when they are given back.
    /// </summary>
    internal void Forget(CompanyId company)
    {
        foreach (var target in targets.Values.Where(target => target.Key.Company == company))
        {
            Retire(target);
        }
    }

    /// <summary>The same for one of its logins.</summary>
    internal void Forget(CompanyId company, LoginSlot slot)
    {
        foreach (var target in targets.Values.Where(target => target.Key.Company == company && target.Key.Slot == slot))
        {
            Retire(target);
        }
    }

    /// <summary>Closes the idle connections of a host that stops.</summary>
    public void Dispose()
    {
        foreach (var target in targets.Values)
        {
            Retire(target);
        }

        if (Volatile.Read(ref controlPlane) is { } text)
        {
            ClearPool(text);
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [SqlServerStatements.Stamp];

    private async Task<string> ControlPlaneAsync(CancellationToken cancellationToken)
    {
        var password = await PasswordAsync(SecretName.ControlPlaneLogin, cancellationToken);
        var text = await servers.ForLoginAsync(
            server: null,
            options.ControlPlaneDatabase,
            options.ControlPlaneLogin,
            password,
            cancellationToken
        );
        Pooled(text);
        Volatile.Write(ref controlPlane, text.ConnectionString);
        return text.ConnectionString;
    }

    private async Task<SqlServerTarget> TargetOfAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        var key = new SqlServerTargetKey(company.Id, company.Server, company.Database, company.Login);
        if (!targets.TryGetValue(key, out var target))
        {
            try
            {
                var password = await PasswordAsync(SecretName.RuntimeLogin(company.Id, company.Login), cancellationToken);
                var login = options.RuntimeLogin(company.Id, company.Login);
                var text = await servers.ForLoginAsync(company.Server, company.Database, login, password, cancellationToken);
                Pooled(text);
                target = targets.GetOrAdd(key, new SqlServerTarget(key, text.ConnectionString));
            }
            catch (Exception exception) when (exception is VaultUnavailableException or ArgumentException)
            {
                logger.LogError(exception, "There is no way to the database of company {Company}.", company.Id);
                throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable, exception);
            }
        }

        company.EngineState = target;
        return target;
    }

    private async Task<string> PasswordAsync(SecretName name, CancellationToken cancellationToken) =>
        await vault.ReadAsync(name, cancellationToken) ?? throw new VaultUnavailableException($"The vault holds no secret '{name}'.");

    private void Pooled(SqlConnectionStringBuilder text)
    {
        text.Pooling = true;
        text.MaxPoolSize = tenancy.ConnectionsPerCompany;

        // The budget's limit goes by the plan and comes first; this one is for a statement that nobody watches.
        text.CommandTimeout = Math.Max(1, (int)Math.Ceiling(tenancy.StatementTimeouts.Longest.TotalSeconds));
    }

    private async Task<SqlConnection> OpenAsync(SqlServerTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(target.ConnectionString, cancellationToken);
        }
        catch (SqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (IsAboutTheLogin(exception))
            {
                Retire(target);
            }

            logger.LogError(exception, "The database of company {Company} cannot be opened.", target.Key.Company);
            throw new BindingRefusedException(SqlServerErrors.OutcomeOf(exception) ?? BindingOutcome.DatabaseUnavailable, exception);
        }
        catch (InvalidOperationException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The pool is used up: its only way to say so.
            throw new BindingRefusedException(BindingOutcome.Busy, exception);
        }
    }

    private static async Task<SqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<SqlServerStamp> GreetAsync(SqlConnection connection, SqlServerTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = SqlServerStatements.Stamp;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var stamp = await reader.ReadAsync(cancellationToken)
                ? new SqlServerStamp(new CompanyId(Guid.Parse(reader.GetString(0))), reader.GetInt32(1))
                : new SqlServerStamp(default, 0);
            target.Remember(connection.ClientConnectionId, stamp);
            return stamp;
        }
        catch (SqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            Close(connection, target);
            logger.LogError(exception, "The database of company {Company} does not state whose it is.", target.Key.Company);
            throw new BindingRefusedException(SqlServerErrors.OutcomeOf(exception) ?? BindingOutcome.DatabaseUnavailable, exception);
        }
        catch
        {
            Close(connection, target);
            throw;
        }
    }

    private BindingRefusedException Refuse(SqlConnection connection, SqlServerTarget target, SqlServerStamp stamp)
    {
        Close(connection, target);
        var company = target.Key.Company;
        if (stamp.CompanyId == company)
        {
            logger.LogError("The database of company {Company} has schema {Schema}.", company, stamp.SchemaVersion);
            return new BindingRefusedException(BindingOutcome.SchemaOutOfRange);
        }

        logger.LogCritical(
            "The database of company {Company} states that it belongs to {Other}. Nothing of it was served.",
            company,
            stamp.CompanyId
        );
        return new BindingRefusedException(BindingOutcome.DatabaseMismatch);
    }

    private void Retire(SqlServerTarget target)
    {
        target.Retired = true;
        target.Forget();
        targets.TryRemove(new KeyValuePair<SqlServerTargetKey, SqlServerTarget>(target.Key, target));
        ClearPool(target.ConnectionString);
    }

    private static void ClearPool(string connectionString)
    {
        using var any = new SqlConnection(connectionString);
        SqlConnection.ClearPool(any);
    }

    private static void Close(SqlConnection connection, SqlServerTarget target)
    {
        target.Forget();
        SqlConnection.ClearPool(connection);
        connection.Dispose();
    }

    private static bool IsAboutTheLogin(SqlException exception) =>
        exception.Number is SqlServerErrors.LoginFailed or 4060 or 18470 or 18486 or 18487 or 18488;
}
