using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Rollouts;

/// <summary>
/// Brings a company's database to the newest schema: (1) its migrations and its stamp, in one transaction; (2) what the newest schema asks
/// of the rows that are there; (3) the catalog, from which moment it is served. Each step can be repeated, also by two nodes at once, so a
/// killed process is followed by another one.
/// </summary>
public sealed class SchemaUpgrades
{
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(30);
    private readonly IDatabaseEngine engine;
    private readonly CompanyConnections connections;
    private readonly ControlPlaneDatabase controlPlane;

    internal SchemaUpgrades(IDatabaseEngine engine, CompanyConnections connections, ControlPlaneDatabase controlPlane)
    {
        this.engine = engine;
        this.connections = connections;
        this.controlPlane = controlPlane;
    }

    /// <summary>Called with the name of each step that has just been done.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Upgrades one company's database; one that is the newest already only gets its place in the catalog.</summary>
    internal async Task UpgradeAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        await engine.UpgradeCompanyDatabaseAsync(company, cancellationToken);
        await ReachedAsync("migrated");

        // Connections remember what the database said of itself before.
        engine.ClearIdle(company);
        var upgraded = company with { SchemaVersion = SchemaVersions.Newest, EngineState = null };
        await connections.WriteAsync(
            upgraded,
            async (_, transaction, _) =>
            {
                // Whoever commits seals the audit records that have no seal yet: here, all of them.
                await transaction.CommitAsync();
                return true;
            },
            AtMost,
            cancellationToken
        );
        await ReachedAsync("sealed");
        await controlPlane.WriteAsync<bool>(
            async (context, token) =>
            {
                var row = await context.Companies.SingleAsync(row => row.Id == company.Id, token);
                if (row.SchemaVersion < SchemaVersions.Newest)
                {
                    row.SchemaVersion = SchemaVersions.Newest;
                    row.Version++;
                }

                return true;
            },
            cancellationToken
        );
        await ReachedAsync("registered");
    }

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;
}
