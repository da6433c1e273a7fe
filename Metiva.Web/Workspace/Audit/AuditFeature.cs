namespace Metiva.Web.Workspace.Audit;

/// <summary>Registers the feature.</summary>
public static class AuditFeature
{
    /// <summary>The query, and the words for what it finds.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services.AddScoped<AuditListQuery>().AddScoped<AuditLines>();
}
