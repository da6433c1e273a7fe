using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Anchors the logs that this process let grow, at every <see cref="TenancyOptions.AuditAnchorInterval"/>; after its start and once an
/// hour those of all companies, because whoever wrote last may have been killed before it could.
/// </summary>
internal sealed class AuditAnchorService(
    GrownAnchors anchors,
    GrownLogs grown,
    Snapshots snapshots,
    TenancyOptions options,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan Everybody = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.AuditAnchorInterval, time);
        long? all = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (all is not { } last || time.GetElapsedTime(last) >= Everybody)
                {
                    all = time.GetTimestamp();
                    grown.Note(snapshots.Catalog.Entries.Select(company => company.Id));
                }

                await anchors.TryAnchorAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start anchors all of them.
        }
    }
}
