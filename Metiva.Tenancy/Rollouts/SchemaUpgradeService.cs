using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Rollouts;

/// <summary>
/// Upgrades the companies whose database is older than this build. Until its turn a company is refused as
/// <see cref="BindingOutcome.SchemaOutOfRange"/>, which says that it will not be long; the others are served meanwhile.
/// </summary>
internal sealed class SchemaUpgradeService(
    SchemaUpgrades upgrades,
    Snapshots snapshots,
    TimeProvider time,
    ILogger<SchemaUpgradeService> logger
) : BackgroundService
{
    /// <summary>How many at once: they are heavy, and the companies that are served come first.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                // The snapshot says at no cost that there is nothing to do, which is nearly always so.
                await Parallel.ForEachAsync(
                    snapshots.Catalog.Entries.Where(IsOlder).ToList(),
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (company, token) => await TryUpgradeAsync(company, token)
                );
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start goes on.
        }
    }

    // One that is being made is finished by whoever makes it, and comes back here.
    private static bool IsOlder(CatalogEntry company) =>
        company.SchemaVersion < SchemaVersions.Newest
        && company.State is (CompanyState.Active or CompanyState.Suspended or CompanyState.Moving);

    private async Task TryUpgradeAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        try
        {
            await upgrades.UpgradeAsync(company, cancellationToken);
            logger.LogInformation(
                "The database of company {Company} was brought from schema {From} to {To}.",
                company.Id,
                company.SchemaVersion,
                SchemaVersions.Newest
            );
        }
        // Whatever is wrong with one company must not keep the others, or the host, waiting.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "The database of company {Company} cannot be brought to the newest schema yet.", company.Id);
        }
    }
}
