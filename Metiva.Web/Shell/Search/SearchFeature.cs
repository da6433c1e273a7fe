namespace Metiva.Web.Shell.Search;

/// <summary>Registers search.</summary>
public static class SearchFeature
{
    /// <summary>Its query.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddScoped<GlobalSearchQuery>();
}
