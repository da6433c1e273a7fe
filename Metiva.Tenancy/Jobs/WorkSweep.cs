using Dapper;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Looks at every company for work that this process was not told of: what another process wrote and died, what it left half done, what
/// waited while the company was suspended. One small read a company: of what is over, it looks at what failed for good.
/// </summary>
internal sealed class WorkSweep(
    WorkQueue queue,
    WorkMeters meters,
    Snapshots snapshots,
    Binder binder,
    CompanyConnections connections,
    TimeProvider time,
    ILogger<WorkSweep> logger
)
{
    private const int AtOnce = 4;
    private const string StandingSql =
        "SELECT State, COUNT(*) AS Items, SUM(CASE WHEN DueAt <= @Now THEN 1 ELSE 0 END) AS Due, MIN(DueAt) AS NextAt, "
        + "MIN(ClaimedUntil) AS HeldUntil, SUM(CASE WHEN State = 'Dead' AND Trouble = '"
        + VerifyAuditWork.Broken
        + "' THEN 1 ELSE 0 END) AS Broken FROM WorkItems WHERE State IN ('Waiting', 'Running', 'Dead') GROUP BY State";

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [StandingSql];

    /// <summary>Looks at all of them. What is wrong with one keeps nobody else waiting.</summary>
    internal Task TryRunAsync(CancellationToken cancellationToken) =>
        Parallel
            .ForEachAsync(
                snapshots.Catalog.Entries.ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (company, token) => await TryLookAsync(company, token)
            )
            // Called off is no failure: the host stops.
            .ContinueWith(static swept => _ = swept.Exception, TaskScheduler.Default);

    /// <summary>Looks at one of them.</summary>
    internal async Task TryLookAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        if (binder.BindWork(company.Id, []).Outcome != BindingOutcome.Bound)
        {
            // Asked again, in memory, until it may be worked on.
            queue.Note(company.Id, time.GetUtcNow());
            return;
        }

        try
        {
            var standings = await connections.ReadAsync(
                company,
                async (connection, token) =>
                    (
                        await connection.QueryAsync<WorkStanding>(
                            new CommandDefinition(StandingSql, new { Now = time.GetUtcNow() }, cancellationToken: token)
                        )
                    ).AsList(),
                cancellationToken
            );
            var waiting = standings.Find(standing => standing.State == WorkState.Waiting);
            var running = standings.Find(standing => standing.State == WorkState.Running);
            var dead = standings.Find(standing => standing.State == WorkState.Dead);
            meters.Looked(company.Id, waiting?.Due ?? 0, dead?.Items ?? 0, dead?.Broken ?? 0);
            queue.Note(company.Id, waiting?.NextAt);
            queue.Note(company.Id, running?.HeldUntil);
        }
        catch (Exception exception)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            logger.LogWarning(exception, "The work of company {Company} could not be looked up; it is tried again.", company.Id);
        }
    }

    private sealed record WorkStanding
    {
        public WorkState State { get; init; }
        public int Items { get; init; }
        public int Due { get; init; }
        public int Broken { get; init; }
        public DateTimeOffset? NextAt { get; init; }
        public DateTimeOffset? HeldUntil { get; init; }
    }
}
