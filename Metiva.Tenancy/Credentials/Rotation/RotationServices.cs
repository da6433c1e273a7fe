using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>Puts the rotation of credentials into a host.</summary>
internal static class RotationServices
{
    internal static void AddCredentialRotation(this IServiceCollection services)
    {
        services.AddSingleton<RotationRows>();
        services.AddSingleton<CredentialRotation>();
        services.AddSingleton(provider => new RotationRequests(
            provider.GetRequiredService<ControlPlaneDatabase>(),
            provider.GetRequiredService<CompanyAuditWriter>(),
            provider.GetRequiredService<ICompanyLogins>(),
            provider.GetRequiredService<Snapshots>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new CredentialOperations(
            provider.GetRequiredService<CredentialRotation>(),
            provider.GetRequiredService<RotationRows>(),
            provider.GetRequiredService<RotationRequests>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<RotateCredential>();
        services.AddScoped<CompanyCredentials>();
        services.AddHostedService<LoginWatch>();
        services.AddHostedService<CredentialRotationService>();
    }
}
