using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Takes work out of a company's outbox that is long over, with its run history: what was done or called off after a month, what failed
/// for good after three. The audit says how much.
/// </summary>
internal sealed class PruneWork(CompanyDatabase database, TimeProvider time) : IWorkHandler
{
    internal const string Name = "work.prune";
    private const int Together = 500;
    private static readonly TimeSpan KeepOver = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeepDead = TimeSpan.FromDays(90);

    public string Kind => Name;

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (over, dead) = (now - KeepOver, now - KeepDead);
        for (var taken = Together; taken == Together; )
        {
            var pruned = await database.WriteAsync<int>(
                async (write, token) =>
                {
                    var old = await write
                        .Data.WorkItems.Where(item =>
                            ((item.State == WorkState.Done || item.State == WorkState.Cancelled) && item.EndedAt < over)
                            || (item.State == WorkState.Dead && item.EndedAt < dead)
                        )
                        .OrderBy(item => item.EndedAt)
                        .Take(Together)
                        .ToListAsync(token);
                    if (old.Count == 0)
                    {
                        return 0;
                    }

                    var ids = old.ConvertAll(item => item.Id);
                    await write.Data.WorkRuns.Where(record => ids.Contains(record.ItemId)).ExecuteDeleteAsync(token);
                    write.Data.WorkItems.RemoveRange(old);
                    write.Audit(
                        "work.pruned",
                        "Work",
                        run.ItemId.ToString(),
                        $"{old.Count} finished jobs",
                        after: new { Jobs = old.Count }
                    );
                    return old.Count;
                },
                cancellationToken
            );
            if (pruned.Error is { } error)
            {
                // Somebody asked for one of them again meanwhile; the next attempt looks anew.
                throw new InvalidOperationException(error.Message);
            }

            taken = pruned.Value;
        }
    }
}
