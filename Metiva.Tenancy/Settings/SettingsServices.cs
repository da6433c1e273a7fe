using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Features;
using Metiva.Tenancy.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Settings;

internal static class SettingsServices
{
    /// <summary>Adds what companies set, and what the agency switches for them.</summary>
    internal static void AddCompanySettings(this IServiceCollection services)
    {
        services.AddSingleton<SettingsCache>();
        services.AddSingleton<SettingsAnnouncer>();
        services.AddScoped<CompanySettings>();
        services.AddScoped<SettingsWriter>();
        services.AddScoped<SaveSettings>();
        services.AddScoped<RestoreSettings>();
        services.AddScoped<IWorkHandler, AnnounceSettings>();
        services.AddScoped(provider => new SetFeature(
            provider.GetRequiredService<TenantScope>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<TimeProvider>()
        ));
    }
}
