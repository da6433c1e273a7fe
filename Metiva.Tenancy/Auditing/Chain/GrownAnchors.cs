using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>Anchors the logs that this process let grow since it last did.</summary>
internal sealed class GrownAnchors(
    AuditAnchors anchors,
    AuditSignature signature,
    GrownLogs grown,
    Snapshots snapshots,
    ILogger<GrownAnchors> logger
)
{
    private const int Together = 200;

    /// <summary>Anchors them. What cannot be anchored now is noted again.</summary>
    internal async Task TryAnchorAsync(CancellationToken cancellationToken)
    {
        var companies = grown.Take().Select(snapshots.Catalog.Find).OfType<CatalogEntry>().ToList();
        try
        {
            await signature.EnsureAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Audit logs cannot be anchored without the key that signs; it is tried again.");
            grown.Note(companies.Select(company => company.Id));
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
                grown.Note([one.Id]);
            }

            return false;
        }
    }
}
