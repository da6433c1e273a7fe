using System.Collections.Concurrent;
using System.Collections.Frozen;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Features;

/// <summary>
/// What is switched on, in memory. Off in the installation's settings is off for everybody; otherwise the agency's decision for the
/// company counts, then the plans that the settings name, then what the switch was declared with.
/// </summary>
public sealed class FeatureSnapshot(InstallationFeatures installation)
{
    private readonly ConcurrentDictionary<CompanyId, FrozenDictionary<string, bool>> decided = new();

    /// <summary>Whether it is on for a company with that plan. Allocates nothing.</summary>
    public bool IsOn(FeatureSwitch feature, CompanyId company, Plan plan)
    {
        var plans = installation.Says(feature);
        return plans is not { Length: 0 } && (Decided(feature, company) ?? (plans is null ? feature.OnByDefault : plans.Contains(plan)));
    }

    /// <summary>What the agency decided for the company; null when nothing.</summary>
    public bool? Decided(FeatureSwitch feature, CompanyId company) =>
        decided.TryGetValue(company, out var features) && features.TryGetValue(feature.Name, out var on) ? on : null;

    /// <summary>Whether the installation's settings switch it off for everybody.</summary>
    public bool IsOffEverywhere(FeatureSwitch feature) => installation.Says(feature) is { Length: 0 };

    internal void Set(CompanyId company, IEnumerable<FeatureRecord> features)
    {
        var now = features.ToFrozenDictionary(feature => feature.Name, feature => feature.IsOn, StringComparer.Ordinal);
        if (now.Count == 0)
        {
            decided.TryRemove(company, out _);
        }
        else
        {
            decided[company] = now;
        }
    }

    internal void Replace(IEnumerable<FeatureRecord> all)
    {
        var groups = all.ToLookup(feature => feature.CompanyId);
        foreach (var company in groups)
        {
            Set(company.Key, company);
        }

        foreach (var gone in decided.Keys.Where(company => !groups.Contains(company)))
        {
            decided.TryRemove(gone, out _);
        }
    }
}
