using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Does what waits in the outboxes of the companies, as much at once as this process may. Companies take turns, an item each; at its
/// start it looks at every company, and from then on it goes where it is told that there is something.
/// </summary>
internal sealed class WorkDispatcher(
    WorkQueue queue,
    WorkSweep sweep,
    WorkLedger ledger,
    WorkRunner runner,
    Binder binder,
    Snapshots snapshots,
    WorkOptions options,
    TimeProvider time,
    ILogger<WorkDispatcher> logger
) : BackgroundService
{
    /// <summary>How soon it is looked again, in memory only, whether a company that may not be worked on now may be.</summary>
    private static readonly TimeSpan StateAgain = TimeSpan.FromSeconds(5);

    /// <summary>How soon a database that did not answer is asked again.</summary>
    private static readonly TimeSpan DatabaseAgain = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Task, bool> underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AtOnce == 0)
        {
            return;
        }

        using var places = new SemaphoreSlim(options.AtOnce);
        var looking = sweep.TryRunAsync(stoppingToken);
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                var company = await queue.TakeAsync(stoppingToken);
                var turn = Task.Run(() => TakeTurnAsync(company, stoppingToken), CancellationToken.None);
                underWay[turn] = true;
                _ = turn.ContinueWith(
                    ended =>
                    {
                        places.Release();
                        underWay.TryRemove(ended, out _);
                    },
                    TaskScheduler.Default
                );
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what runs is told so, and puts back what it could not finish.
            await Task.WhenAll([looking, .. underWay.Keys]);
        }
    }

    /// <summary>Takes one item of a company, if there is one, and does it. Never throws.</summary>
    internal async Task TakeTurnAsync(CompanyId id, CancellationToken stopping)
    {
        WorkClaim claim;
        var company = snapshots.Catalog.Find(id);
        try
        {
            var outcome = binder.BindWork(id, []).Outcome;
            if (outcome != BindingOutcome.Bound)
            {
                // One that is gone has nothing to do; the others' work waits.
                var never = outcome == BindingOutcome.CompanyUnknown;
                queue.Claimed(id, gotOne: false, never ? null : time.GetUtcNow() + StateAgain);
                return;
            }

            claim = await ledger.ClaimAsync(company!, stopping);
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
            {
                logger.LogWarning(exception, "The work of company {Company} could not be looked up; it is tried again.", id);
            }

            queue.Claimed(id, gotOne: false, time.GetUtcNow() + DatabaseAgain);
            return;
        }

        if (claim.Lost > 0)
        {
            logger.LogWarning("{Count} jobs of company {Company} were taken from a process that was heard of no more.", claim.Lost, id);
        }

        queue.Claimed(id, claim.Item is not null, claim.NextAt);
        if (claim.Item is { } item)
        {
            await RunAsync(company!, item, stopping);
        }
        else
        {
            // Nothing left for now: what the page about this node says is counted anew.
            await sweep.TryLookAsync(company!, stopping);
        }
    }

    private async Task RunAsync(CatalogEntry company, WorkItem item, CancellationToken stopping)
    {
        WorkEnded? ended = null;
        try
        {
            ended = await runner.RunAsync(company, item, stopping);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Work {Item} of company {Company} was left; it is taken over.", item.Id, company.Id);
        }
        finally
        {
            // Lost, or not written down: then its claim has to run out first.
            queue.Ended(company.Id, ended is null ? time.GetUtcNow() + options.Lease : ended.NextAt);
        }
    }
}
