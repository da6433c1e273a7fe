using System.Collections.Frozen;
using Metiva.Domain.Features;
using Metiva.Domain.Plans;
using Microsoft.Extensions.Configuration;

namespace Metiva.Tenancy.Features;

/// <summary>
/// What the section <c>FeatureManagement</c> of the installation's settings says, in the words of Microsoft.FeatureManagement: a switch
/// is <c>true</c>, <c>false</c>, or on for the plans of a filter <c>Plan</c>.
/// </summary>
public sealed class InstallationFeatures
{
    /// <summary>The section.</summary>
    public const string Section = "FeatureManagement";

    private readonly FrozenDictionary<string, Plan[]> plans;

    private InstallationFeatures(Dictionary<string, Plan[]> plans) => this.plans = plans.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>It says nothing.</summary>
    public static InstallationFeatures None { get; } = new([]);

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">It names a switch that there is not, or says something else than the above.</exception>
    public static InstallationFeatures Read(IConfiguration configuration)
    {
        var said = new Dictionary<string, Plan[]>(StringComparer.Ordinal);
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            if (FeatureSwitches.Find(entry.Key) is null)
            {
                var known = string.Join(", ", FeatureSwitches.All);
                throw new InvalidOperationException($"{Section}:{entry.Key} is no switch of this build. It has: {known}.");
            }

            said[entry.Key] = PlansOf(entry);
        }

        return new InstallationFeatures(said);
    }

    /// <summary>The plans for which it is on, none when it is off everywhere; null when nothing is said about it.</summary>
    internal Plan[]? Says(FeatureSwitch feature) => plans.GetValueOrDefault(feature.Name);

    private static Plan[] PlansOf(IConfigurationSection entry)
    {
        if (entry.Value is not null)
        {
            return bool.TryParse(entry.Value, out var on) ? (on ? Enum.GetValues<Plan>() : []) : throw Wrong(entry);
        }

        var filters = entry.GetSection("EnabledFor").GetChildren().ToList();
        return filters.Count > 0 && filters.TrueForAll(filter => filter["Name"] == "Plan")
            ?
            [
                .. filters
                    .SelectMany(filter => filter.GetSection("Parameters:Plans").GetChildren())
                    .Select(plan => PlanOf(entry, plan.Value)),
            ]
            : throw Wrong(entry);
    }

    private static Plan PlanOf(IConfigurationSection entry, string? name) =>
        Enum.TryParse<Plan>(name, out var plan) && plan.ToString() == name ? plan : throw Wrong(entry);

    private static InvalidOperationException Wrong(IConfigurationSection entry) =>
        new($"{entry.Path} has to be true, false, or EnabledFor with the filter Plan and its Parameters:Plans: Standard, Plus, Dedicated.");
}
