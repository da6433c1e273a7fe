using Metiva.Domain.Features;
using Metiva.Tenancy.Binding;
using Microsoft.FeatureManagement;

namespace Metiva.Web.Shell.Features;

/// <summary>
/// Microsoft.FeatureManagement over our own switches: <see cref="IFeatureManager"/> knows the declared ones and no other, and each is
/// decided by the bound company. Without a company everything is off.
/// </summary>
public static class FeatureManagement
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddFeatureSwitches(this IServiceCollection services)
    {
        services.AddSingleton<IFeatureDefinitionProvider, DeclaredSwitches>();
        services.AddScopedFeatureManagement().AddFeatureFilter<BoundCompanyFilter>();
        return services;
    }
}

/// <summary>Every declared switch, on where the bound company has it.</summary>
internal sealed class DeclaredSwitches : IFeatureDefinitionProvider
{
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(DefinitionOf(featureName));

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        foreach (var feature in FeatureSwitches.All)
        {
            yield return await GetFeatureDefinitionAsync(feature.Name);
        }
    }

    // A name that nobody declared has nothing that could enable it.
    private static FeatureDefinition DefinitionOf(string name) =>
        new()
        {
            Name = name,
            EnabledFor = FeatureSwitches.Find(name) is null ? [] : [new FeatureFilterConfiguration { Name = BoundCompanyFilter.Alias }],
        };
}

/// <summary>Asks the scope's frozen context, as pages, menu, endpoints and commands do.</summary>
[FilterAlias(Alias)]
internal sealed class BoundCompanyFilter(TenantScope scope) : IFeatureFilter
{
    public const string Alias = "BoundCompany";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) =>
        Task.FromResult(
            scope.ContextOrNull is { } tenant && FeatureSwitches.Find(context.FeatureName) is { } feature && tenant.IsOn(feature)
        );
}
