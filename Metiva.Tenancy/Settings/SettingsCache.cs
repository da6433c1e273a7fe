using System.Collections.Concurrent;
using System.Collections.Frozen;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Settings;

/// <summary>One company's settings as they were read.</summary>
/// <param name="Version">How often they had been changed by then.</param>
/// <param name="ReadAt">When, as a timestamp of the clock.</param>
/// <param name="Groups">The groups, by their records' types.</param>
internal sealed record ReadSettings(long Version, long ReadAt, FrozenDictionary<Type, SettingsValue> Groups);

/// <summary>
/// The settings that this node has read, by company. They hold until the catalog says that there are newer ones, which every node
/// hears of through the change feed; and for a minute at most, should the one who changed them have died before saying so.
/// </summary>
public sealed class SettingsCache(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<CompanyId, ReadSettings> read = new();

    internal ReadSettings? Find(CatalogEntry company) =>
        read.TryGetValue(company.Id, out var found)
        && found.Version >= company.SettingsVersion
        && time.GetElapsedTime(found.ReadAt) < Longest
            ? found
            : null;

    internal void Keep(CompanyId company, ReadSettings settings) => read[company] = settings;

    internal void Forget(CompanyId company) => read.TryRemove(company, out _);
}
