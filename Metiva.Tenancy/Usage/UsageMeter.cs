using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Usage;

/// <summary>
/// Meters what companies use, in memory: counting writes nothing. Every few seconds <see cref="UsageFlush"/> adds what was counted to
/// the registry, for all companies at once. A process that is killed loses what it counted since.
/// </summary>
public sealed class UsageMeter(Snapshots snapshots, TimeProvider time)
{
    /// <summary>How many companies' numbers wait at most for a registry that is away.</summary>
    public const int Capacity = 200_000;

    private readonly ConcurrentDictionary<UsageKey, UsageLevel> known = new();

    internal UsageBuffer Buffer { get; } = new(Capacity);

    /// <summary>Counts API calls or events of a company.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That is nothing to count, or the number is negative.</exception>
    public void Count(CompanyId company, UsageResource resource, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        DemandCounted(resource);
        Buffer.Add(new UsageKey(company, UsageMonth.Of(time.GetUtcNow()), resource), count);
    }

    /// <summary>
    /// Says how many bytes of files a company has now. This is where storage is connected: whoever adds or removes a file says the new
    /// sum after its transaction, and the last one to say counts.
    /// </summary>
    public void SetStorage(CompanyId company, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var level = new UsageLevel(bytes, time.GetUtcNow());
        Buffer.Set(company, UsageResource.StorageBytes, level);
        Know(new UsageKey(company, UsageMonth.Now, UsageResource.StorageBytes), level);
    }

    /// <summary>How much the company used by now, as far as this node knows: other nodes' counts are a few seconds old.</summary>
    public QuotaUse Of(CatalogEntry company, UsageResource resource)
    {
        var used = resource switch
        {
            UsageResource.Members => snapshots.Memberships.CountOf(company.Id),
            UsageResource.StorageBytes => Known(new UsageKey(company.Id, UsageMonth.Now, resource)),
            _ => InMonth(new UsageKey(company.Id, UsageMonth.Of(time.GetUtcNow()), resource)),
        };
        return new QuotaUse(resource, used, PlanQuotas.Of(company.Plan).For(resource));
    }

    /// <summary>Whether the company used up what its plan includes. A company that nobody knows has nothing to use.</summary>
    public bool IsOver(CompanyId company, UsageResource resource) =>
        snapshots.Catalog.Find(company) is not { } entry || Of(entry, resource).IsUsedUp;

    internal void Know(UsageKey key, UsageLevel level) => known.AddOrUpdate(key, level, (_, old) => old.At > level.At ? old : level);

    /// <summary>What lies in the past is asked for rarely and then read.</summary>
    internal void ForgetBefore(UsageMonth month)
    {
        foreach (var key in known.Keys.Where(key => key.Month != UsageMonth.Now && key.Month.Value < month.Value))
        {
            known.TryRemove(key, out _);
        }
    }

    private static void DemandCounted(UsageResource resource)
    {
        if (resource is not (UsageResource.ApiCalls or UsageResource.Events))
        {
            throw new ArgumentOutOfRangeException(nameof(resource), resource, "This is not counted.");
        }
    }

    private long InMonth(UsageKey key) => Known(key) + Buffer.Pending(key);

    private long Known(UsageKey key) => known.TryGetValue(key, out var level) ? level.Value : 0;
}
