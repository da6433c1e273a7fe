using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tenancy.Auditing.Chain;

internal static class AuditChainServices
{
    internal static void AddAuditChain(this IServiceCollection services)
    {
        services.AddSingleton<GrownLogs>();
        services.AddSingleton<AuditSignature>();
        services.AddSingleton<AuditAnchors>();
        services.AddSingleton<GrownAnchors>();
        services.AddSingleton(provider => new AuditLogs(
            provider.GetRequiredService<CompanyConnections>(),
            provider.GetRequiredService<IDatabaseEngine>(),
            provider.GetRequiredService<AuditAnchors>(),
            provider.GetRequiredService<GrownAnchors>(),
            provider.GetRequiredService<Snapshots>()
        ));
        services.AddScoped<OwnAuditLog>();
        services.AddScoped<EraseSubject>();
        services.AddHostedService<AuditAnchorService>();
    }
}
