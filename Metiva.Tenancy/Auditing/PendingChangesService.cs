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

    /// <summary>A change that young is most likely somebody's who is still at work. Taking it from them would be safe, but rude.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before this process serves anything, so that nothing of its own is taken for left over.
        await TryRecoverAsync(TimeSpan.Zero, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Finishes or drops everything that waits longer than the grace.</summary>
    internal async Task RecoverAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - grace;
        await RecoverAsync(memberships, before, cancellationToken);
        await RecoverAsync(states, before, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryRecoverAsync(Grace, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryRecoverAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            await RecoverAsync(grace, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Changes on their way could not be looked up; it is tried again.");
        }
    }

    private async Task RecoverAsync<TRow>(AuditedChanges<TRow> changes, DateTimeOffset before, CancellationToken cancellationToken)
        where TRow : class, IPendingChange
    {
        foreach (var row in (await changes.PendingAsync(cancellationToken)).Where(row => row.CreatedAt <= before))
        {
            if (snapshots.Catalog.Find(row.CompanyId) is { } company)
            {
                await TryFinishAsync(changes, company, row, cancellationToken);
            }
        }
    }

    private async Task TryFinishAsync<TRow>(
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
        }
        // Whatever is wrong with one company must not keep the others, or the host, waiting.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Change {Change} of company {Company} cannot be finished yet.", row.Id, company.Id);
        }
    }
}
