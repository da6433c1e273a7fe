using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// Takes a company's database to another server, as the login that owns it; the administrator who has just made the new one fills it.
/// The lock that every writer takes is what holds the old one still; it is a session's, so it is gone when its connection breaks, and is
/// asked for once more before the switch. Logins have the same names and passwords on both servers, so the vault does not change.
/// </summary>
internal sealed class SqlServerCopy(
    SqlServerConnectionFactory factory,
    SqlServerProvisioning provisioning,
    SqlServerOptions options,
    Snapshots snapshots
) : ICompanyCopy
{
    private const string Master = "master";
    private const int SuffixLength = 8;

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [SqlServerStatements.RemoveStamp, SqlServerStatements.SessionsOfDatabase];

    // The end of the id is the random part.
    public string TargetNameFor(CompanyId company, Guid move) =>
        $"{options.DatabasePrefix}{company.Value:N}_{move.ToString("N")[^SuffixLength..]}";

    public async Task<ICompanyHold> HoldAsync(CatalogEntry source, CancellationToken cancellationToken)
    {
        // Whose it is is asked as always; then it is held by the owner, beside every pool.
        await using (await factory.OpenCompanyAsync(source, cancellationToken)) { }

        var connection = await factory.OpenOwnerAsync(source, cancellationToken);
        try
        {
            await SqlServerLock.WriteWhileOpenAsync(connection, cancellationToken);
            return new Hold(this, source, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task PrepareAsync(CatalogEntry target, CancellationToken cancellationToken)
    {
        await DropAsync(target, cancellationToken);
        await provisioning.CreateAsync(target, cancellationToken);
    }

    public async Task<ICopyTarget> OpenTargetAsync(CatalogEntry target, CancellationToken cancellationToken) =>
        new SqlServerCopyTarget(
            await factory.OpenOwnerAsync(target, cancellationToken),
            token => factory.OpenAdministratorAsync(target.Server, target.Database, token)
        );

    public async Task FreezeAsync(CatalogEntry source, CancellationToken cancellationToken)
    {
        await using var master = await factory.OpenAdministratorAsync(source.Server, Master, cancellationToken);
        if (!await SqlServerRemoval.DatabaseExistsAsync(master, source.Database, cancellationToken))
        {
            return;
        }

        await using (var database = await factory.OpenAdministratorAsync(source.Server, source.Database, cancellationToken))
        {
            foreach (var login in RuntimeLogins(source.Id))
            {
                await SqlServerRemoval.DropUserAsync(database, login, cancellationToken);
            }

            // Whoever comes in after all finds that it is nobody's.
            await SqlServerRemoval.RunAsync(database, SqlServerStatements.RemoveStamp, cancellationToken);
        }

        factory.Forget(source.Id);
        await SqlServerRemoval.EndSessionsAsync(master, SqlServerStatements.SessionsOfDatabase, source.Database, cancellationToken);
    }

    public async Task DropAsync(CatalogEntry gone, CancellationToken cancellationToken)
    {
        // Every name that this engine gives says whose it is.
        if (!gone.Database.Contains(gone.Id.Value.ToString("N"), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{gone.Database}' is no name of a database of company {gone.Id}.", nameof(gone));
        }

        factory.ClearIdle(gone);
        await using var master = await factory.OpenAdministratorAsync(gone.Server, Master, cancellationToken);
        if (await SqlServerRemoval.DatabaseExistsAsync(master, gone.Database, cancellationToken))
        {
            await SqlServerRemoval.DropDatabaseAsync(master, gone.Database, cancellationToken);
        }

        // Two names can mean one server: then the logins serve the database that the catalog names.
        var served = snapshots.Catalog.Find(gone.Id);
        if (served is null || await SqlServerRemoval.DatabaseExistsAsync(master, served.Database, cancellationToken))
        {
            return;
        }

        foreach (var login in RuntimeLogins(gone.Id).Append(options.MigratorLogin(gone.Id)))
        {
            await SqlServerRemoval.DropLoginAsync(master, login, cancellationToken);
        }

        if (served.IsSameDatabase(gone))
        {
            // Erased, not moved: whoever makes a company of that id again gets other passwords.
            factory.Forget(gone.Id);
        }
    }

    private IEnumerable<string> RuntimeLogins(CompanyId company) =>
        Enum.GetValues<LoginSlot>().Select(slot => options.RuntimeLogin(company, slot));

    private sealed class Hold(SqlServerCopy copy, CatalogEntry source, SqlConnection connection) : ICompanyHold
    {
        public DbConnection Connection => connection;

        public Task DemandAsync(CancellationToken cancellationToken) => SqlServerLock.DemandWriteAsync(connection, cancellationToken);

        public Task FreezeAsync(CancellationToken cancellationToken) => copy.FreezeAsync(source, cancellationToken);

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
