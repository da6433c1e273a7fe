namespace Metiva.Web.Workspace.Audit;

/// <summary>Registers the feature.</summary>
public static class AuditFeature
{
    /// <summary>The query.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddScoped<AuditListQuery>();
}
