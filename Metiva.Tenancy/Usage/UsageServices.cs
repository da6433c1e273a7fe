using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Usage;

internal static class UsageServices
{
    /// <summary>Adds metering.</summary>
    internal static void AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<UsageMeter>();
        services.AddSingleton<UsageFlush>();
        services.AddSingleton(provider => new UsageWarnings(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<UsageWarnings>>()
        ));
        services.AddHostedService<UsageService>();
        services.AddScoped<CompanyUsage>();
        services.AddScoped<UsageOverview>();
    }
}
