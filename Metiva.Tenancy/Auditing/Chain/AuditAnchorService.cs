using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Anchors the logs that this process let grow, at every <see cref="TenancyOptions.AuditAnchorInterval"/>, and after its start those of
/// all companies: whoever wrote last may have been killed before it could.
/// </summary>
internal sealed class AuditAnchorService(
    AuditAnchors anchors,
    AuditSignature signature,
    GrownLogs grown,
    Snapshots snapshots,
    TenancyOptions options,
    TimeProvider time,
    ILogger<AuditAnchorService> logger
) : BackgroundService
{
    private const int Together = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.AuditAnchorInterval, time);
        try
        {
            foreach (var company in snapshots.Catalog.Entries)
            {
                grown.Note(company.Id);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAnchorAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start anchors all of them.
        }
    }

    private async Task TryAnchorAsync(CancellationToken cancellationToken)
    {
        var companies = grown.Take().Select(snapshots.Catalog.Find).OfType<CatalogEntry>().ToList();
        try
        {
            await signature.EnsureAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Audit logs cannot be anchored without the key that signs; it is tried again.");
            companies.ForEach(company => grown.Note(company.Id));
            return;
        }

        // One whose database does not answer must not keep the others waiting, so they are looked at again one by one.
        foreach (var some in companies.Where(company => company.State is CompanyState.Active or CompanyState.Suspended).Chunk(Together))
        {
            if (!await TryAnchorAsync([.. some], cancellationToken))
            {
                foreach (var one in some)
                {
                    await TryAnchorAsync([one], cancellationToken);
                }
            }
        }
    }

    private async Task<bool> TryAnchorAsync(List<CatalogEntry> companies, CancellationToken cancellationToken)
    {
        try
        {
            await anchors.MoveForwardAsync(companies, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (companies is [var one])
            {
                logger.LogWarning(exception, "The audit log of company {Company} could not be anchored; it is tried again.", one.Id);
                grown.Note(one.Id);
            }

            return false;
        }
    }
}
