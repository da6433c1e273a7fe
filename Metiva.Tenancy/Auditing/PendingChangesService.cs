using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Memberships;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Auditing;

/// <summary>Finishes what a killed process left half done: at start, and once a minute for what another process left.</summary>
internal sealed class PendingChangesService(
    MembershipChanges memberships,
    CompanyStateChanges states,
    Snapshots snapshots,
    TimeProvider time,
    ILogger<PendingChangesService> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Finishes or drops everything that waits. Returns how many changes still wait.</summary>
    internal async Task<int> RecoverAsync(CancellationToken cancellationToken) =>
        await RecoverAsync(memberships, cancellationToken) + await RecoverAsync(states, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryRecoverAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryRecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecoverAsync(cancellationToken);
        }
        catch (BindingRefusedException exception)
        {
            logger.LogWarning(exception, "Changes on their way could not be looked up; it is tried again.");
        }
    }

    private async Task<int> RecoverAsync<TRow>(AuditedChanges<TRow> changes, CancellationToken cancellationToken)
        where TRow : class, IPendingChange
    {
        var waiting = 0;
        foreach (var row in await changes.PendingAsync(cancellationToken))
        {
            if (snapshots.Catalog.Find(row.CompanyId) is not { } company || !await TryFinishAsync(changes, company, row, cancellationToken))
            {
                waiting++;
            }
        }

        return waiting;
    }

    private async Task<bool> TryFinishAsync<TRow>(
        AuditedChanges<TRow> changes,
        CatalogEntry company,
        TRow row,
        CancellationToken cancellationToken
    )
        where TRow : class, IPendingChange
    {
        try
        {
            var error = await changes.FinishAsync(company, row, cancellationToken);
            logger.LogInformation(
                "Change {Change} of company {Company} was finished: {Outcome}.",
                row.Id,
                company.Id,
                error?.Code ?? "done"
            );
            return true;
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            logger.LogWarning(exception, "Change {Change} of company {Company} cannot be finished yet.", row.Id, company.Id);
            return false;
        }
    }
}
