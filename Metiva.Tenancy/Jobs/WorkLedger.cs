using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Jobs;

/// <summary>What is written down about a company's work, in that company's own database: who has which item, until when, and how it ended.</summary>
internal sealed class WorkLedger(
    CompanyConnections connections,
    IDatabaseEngine engine,
    WorkKinds kinds,
    WorkOptions options,
    TimeProvider time
)
{
    /// <summary>The machine and process, as the run history names it.</summary>
    internal static string Node { get; } = NodeName();

    /// <summary>
    /// Takes the item that has been due longest, unless as many of the company's are running as may. Whoever writes to a company's
    /// database has it alone, so no two nodes count at the same time. What a node that died had is due again first.
    /// </summary>
    internal Task<WorkClaim> ClaimAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        WriteAsync(
            company,
            async (data, commit, token) =>
            {
                var now = time.GetUtcNow();
                var running = await data.WorkItems.Where(item => item.State == WorkState.Running).ToListAsync(token);
                var lost = running.Where(item => item.ClaimedUntil <= now).ToList();
                foreach (var item in lost)
                {
                    await TakeAwayAsync(data, item, now, token);
                }

                await data.SaveChangesAsync(token);
                var taken = running.Count - lost.Count < WorkOptions.PerCompany ? await TakeAsync(data, now, token) : null;
                if (taken is not null || lost.Count > 0)
                {
                    await data.SaveChangesAsync(token);
                }

                var next = await NextAsync(data, token);
                if (taken is not null || lost.Count > 0)
                {
                    await commit();
                }

                return new WorkClaim(taken, lost.Count, next);
            },
            cancellationToken
        );

    /// <summary>Keeps an item for another while. False when it was lost to another process.</summary>
    internal Task<bool> RenewAsync(CatalogEntry company, WorkRun run, CancellationToken cancellationToken) =>
        WriteAsync(
            company,
            async (data, commit, token) =>
            {
                var item = await FindAsync(data, run, token);
                if (item is null)
                {
                    return false;
                }

                item.ClaimedUntil = time.GetUtcNow() + options.Lease;
                item.Progress = run.Progress is { } progress ? Math.Clamp(progress, 0, 100) : null;
                await data.SaveChangesAsync(token);
                await commit();
                return true;
            },
            cancellationToken
        );

    /// <summary>Whether a person asked it to stop; null when the item was lost to another process, or is over.</summary>
    internal Task<bool?> IsCalledOffAsync(CatalogEntry company, WorkRun run, CancellationToken cancellationToken) =>
        connections.ReadAsync(
            company,
            async (connection, token) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                return await data
                    .WorkItems.Where(item => item.Id == run.ItemId && item.ClaimedBy == run.Claim)
                    .Select(item => (bool?)item.CancelAsked)
                    .SingleOrDefaultAsync(token);
            },
            cancellationToken
        );

    /// <summary>Writes down how an attempt ended, unless its handler did so itself or another process has the item by now.</summary>
    internal Task<WorkEnded> EndAsync(CatalogEntry company, WorkRun run, WorkEnd end, CancellationToken cancellationToken) =>
        WriteAsync(
            company,
            async (data, commit, token) =>
            {
                var record = await data.WorkRuns.SingleAsync(row => row.ItemId == run.ItemId && row.Attempt == run.Attempt, token);
                if (await FindAsync(data, run, token) is { } item)
                {
                    // The handler asked for it in a transaction that was not kept: whatever it believes, it was not done.
                    var truth = end.Outcome == WorkOutcome.Done && run.Completed ? kinds.Failure(item, "work.completion-not-kept") : end;
                    truth.Apply(item, record, time.GetUtcNow());
                    await data.SaveChangesAsync(token);
                    await commit();
                }
                else if (record.Outcome == WorkOutcome.Running)
                {
                    // Pruned, or taken away in a way that this build does not know.
                    record.Outcome = WorkOutcome.Lost;
                    record.EndedAt = time.GetUtcNow();
                    await data.SaveChangesAsync(token);
                    await commit();
                }

                var state = await data
                    .WorkItems.Where(row => row.Id == run.ItemId)
                    .Select(row => (WorkState?)row.State)
                    .SingleOrDefaultAsync(token);
                return new WorkEnded(record.Outcome, state, await NextAsync(data, token));
            },
            cancellationToken
        );

    private async Task TakeAwayAsync(CompanyContext data, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var record = await data.WorkRuns.SingleAsync(row => row.ItemId == item.Id && row.Attempt == item.Attempts, cancellationToken);
        var end = item.CancelAsked ? new WorkEnd(WorkOutcome.Cancelled) : kinds.Loss(item);
        end.Apply(item, record, now);
    }

    private async Task<WorkItem?> TakeAsync(CompanyContext data, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var item = await data
            .WorkItems.Where(row => row.State == WorkState.Waiting && row.DueAt <= now)
            .OrderBy(row => row.DueAt)
            .ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (item is null)
        {
            return null;
        }

        item.State = WorkState.Running;
        item.ClaimedBy = Guid.NewGuid();
        item.ClaimedUntil = now + options.Lease;
        item.CancelAsked = false;
        item.Attempts++;
        data.WorkRuns.Add(
            new WorkRunRecord
            {
                ItemId = item.Id,
                Attempt = item.Attempts,
                StartedAt = now,
                Node = Node,
            }
        );
        return item;
    }

    /// <summary>When there may be something to take: what waits is due, or what runs elsewhere was given up.</summary>
    private static async Task<DateTimeOffset?> NextAsync(CompanyContext data, CancellationToken cancellationToken)
    {
        var due = await data
            .WorkItems.Where(item => item.State == WorkState.Waiting)
            .OrderBy(item => item.DueAt)
            .Select(item => (DateTimeOffset?)item.DueAt)
            .FirstOrDefaultAsync(cancellationToken);
        var held = await data
            .WorkItems.Where(item => item.State == WorkState.Running)
            .Select(item => item.ClaimedUntil)
            .ToListAsync(cancellationToken);
        return held.Count < WorkOptions.PerCompany ? held.Append(due).Min() : held.Min();
    }

    private static Task<WorkItem?> FindAsync(CompanyContext data, WorkRun run, CancellationToken cancellationToken) =>
        data.WorkItems.SingleOrDefaultAsync(item => item.Id == run.ItemId && item.ClaimedBy == run.Claim, cancellationToken);

    private Task<T> WriteAsync<T>(
        CatalogEntry company,
        Func<CompanyContext, Func<Task>, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        connections.WriteAsync(
            company,
            async (connection, transaction, limit) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                await data.Database.UseTransactionAsync(transaction.Inner, limit);
                return await work(data, transaction.CommitAsync, limit);
            },
            cancellationToken
        );

    private static string NodeName()
    {
        var machine = new string([.. Environment.MachineName.Where(char.IsAscii).Take(WorkRunRecord.NodeLength - 12)]);
        return $"{machine}:{Environment.ProcessId}";
    }
}

/// <summary>What a claim gave.</summary>
/// <param name="Item">The item that is ours now; null when there is none to take.</param>
/// <param name="Lost">How many items were taken from nodes that were heard of no more.</param>
/// <param name="NextAt">When there may be another; null when nothing waits.</param>
internal sealed record WorkClaim(WorkItem? Item, int Lost, DateTimeOffset? NextAt);

/// <summary>How an attempt ended in the end.</summary>
/// <param name="Outcome">How, as it stands in the history.</param>
/// <param name="State">What became of the item; null when it is gone.</param>
/// <param name="NextAt">When there may be another to take.</param>
internal sealed record WorkEnded(WorkOutcome Outcome, WorkState? State, DateTimeOffset? NextAt);
