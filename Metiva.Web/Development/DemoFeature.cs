namespace Metiva.Web.Development;

/// <summary>Demo data for a first start.</summary>
internal static class DemoFeature
{
    /// <summary>Adds the demo data. Comes after the tenancy: hosted services start in the order in which they were added.</summary>
    public static IServiceCollection AddDemoData(this IServiceCollection services)
    {
        services.AddSingleton<DemoMembers>();
        services.AddHostedService<DemoDataService>();
        return services;
    }
}
