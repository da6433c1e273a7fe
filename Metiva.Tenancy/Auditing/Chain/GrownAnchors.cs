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
        var companies = grown.Take().Select(snapshots.Catalog.Find).OfType<CatalogEntry>().ToLookup(IsSettled);
        grown.Note(companies[false].Select(company => company.Id));
        foreach (var some in companies[true].Chunk(Together))
        {
            try
            {
                await AnchorAsync([.. some], cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "{Count} audit logs could not be anchored; it is tried again.", some.Length);
                grown.Note(some.Select(company => company.Id));
            }
        }
    }

    // One that is being made or moved writes once more when that is over.
    private static bool IsSettled(CatalogEntry company) => company.State is CompanyState.Active or CompanyState.Suspended;

    private async Task AnchorAsync(List<CatalogEntry> companies, CancellationToken cancellationToken)
    {
        await signature.EnsureAsync(cancellationToken);
        var result = await anchors.MoveForwardAsync(companies, cancellationToken);
        if (result.Failure is { } failure)
        {
            logger.LogWarning(failure, "The audit logs of {Companies} could not be anchored; it is tried again.", result.Failed);
            grown.Note(result.Failed);
        }
    }
}
