using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Files;

/// <summary>Sweeps every company, one after the other, once in <see cref="FileSettings.SweepInterval"/>.</summary>
internal sealed class FileSweepService(
    FileSweeper sweeper,
    Snapshots snapshots,
    FileSettings settings,
    TimeProvider time,
    ILogger<FileSweepService> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task SweepAllAsync(CancellationToken cancellationToken)
    {
        foreach (var company in snapshots.Catalog.Entries.Where(entry => entry.State == CompanyState.Active).ToList())
        {
            try
            {
                var swept = await sweeper.SweepAsync(company, cancellationToken);
                if (swept != new SweptCompany(0, 0, 0))
                {
                    logger.LogInformation(
                        "Files of company {Company}: {Purged} purged from the bin, {Expired} uploads expired, {Orphans} contents taken away.",
                        company.Id,
                        swept.Purged,
                        swept.Expired,
                        swept.Orphans
                    );
                }
            }
            // Whatever is wrong with one company must not keep the others waiting.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "The files of company {Company} could not be swept; it is tried again.", company.Id);
            }
        }
    }
}
