using Metiva.Domain.Companies;
using Metiva.Domain.Plans;

namespace Metiva.Tenancy.Usage;

/// <summary>What was counted: who, in which month, of what.</summary>
internal readonly record struct UsageKey(CompanyId Company, UsageMonth Month, UsageResource Resource);

/// <summary>What is there at a moment.</summary>
internal readonly record struct UsageLevel(long Value, DateTimeOffset At);

/// <summary>Counts that go into the registry together, once. Its number makes a repetition harmless.</summary>
internal sealed record UsageBatch(
    long Sequence,
    IReadOnlyDictionary<UsageKey, long> Counts,
    IReadOnlyDictionary<(CompanyId Company, UsageResource Resource), UsageLevel> Levels
)
{
    /// <summary>Whose they are.</summary>
    internal IEnumerable<CompanyId> Companies =>
        Counts.Keys.Select(key => key.Company).Concat(Levels.Keys.Select(key => key.Company)).Distinct();
}

/// <summary>
/// What this process has counted and not yet written down. A batch that was taken stays until it is known to be in the registry, and
/// meanwhile the next one grows. It holds numbers for so many keys at most: what comes on top is dropped and said.
/// </summary>
internal sealed class UsageBuffer(int capacity)
{
    private readonly Lock turn = new();
    private Dictionary<UsageKey, long> counts = [];
    private Dictionary<(CompanyId Company, UsageResource Resource), UsageLevel> levels = [];
    private UsageBatch? taken;
    private long sequence;
    private long dropped;

    /// <summary>How many counts found no room since the last time that somebody asked.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref dropped, 0);

    public void Add(UsageKey key, long count)
    {
        lock (turn)
        {
            if (counts.TryGetValue(key, out var before))
            {
                counts[key] = before + count;
            }
            else if (counts.Count + levels.Count < capacity)
            {
                counts[key] = count;
            }
            else
            {
                Interlocked.Add(ref dropped, count);
            }
        }
    }

    public void Set(CompanyId company, UsageResource resource, UsageLevel level)
    {
        lock (turn)
        {
            if (levels.ContainsKey((company, resource)) || counts.Count + levels.Count < capacity)
            {
                levels[(company, resource)] = level;
            }
            else
            {
                Interlocked.Increment(ref dropped);
            }
        }
    }

    /// <summary>How much of it was counted and is not known to be written down.</summary>
    public long Pending(UsageKey key)
    {
        lock (turn)
        {
            return counts.GetValueOrDefault(key) + (taken?.Counts.GetValueOrDefault(key) ?? 0);
        }
    }

    /// <summary>The batch that was taken last, if nobody said that it is done, else a new one; null when there is nothing.</summary>
    public UsageBatch? Take()
    {
        lock (turn)
        {
            if (taken is null && counts.Count + levels.Count > 0)
            {
                taken = new UsageBatch(++sequence, counts, levels);
                (counts, levels) = ([], []);
            }

            return taken;
        }
    }

    /// <summary>The batch is in the registry; what that makes of the totals is known before anybody can count it twice.</summary>
    public void Done(UsageBatch batch, Action know)
    {
        lock (turn)
        {
            know();
            taken = taken == batch ? null : taken;
        }
    }
}
