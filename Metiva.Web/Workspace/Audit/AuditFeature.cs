using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Registers the feature.</summary>
public static class AuditFeature
{
    /// <summary>Queries, the export, and the words for what they find.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) =>
        services
            .AddScoped<AuditListQuery>()
            .AddScoped<AuditSubjectListQuery>()
            .AddScoped<AuditCheckQuery>()
            .AddScoped<AuditExportQuery>()
            .AddScoped<ExportAudit>()
            .AddScoped<AuditLines>();

    /// <summary>The exports.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder endpoints)
    {
        foreach (
            var export in new[]
            {
                endpoints.MapGet(AuditAddress.Csv, AuditExportEndpoint.CsvAsync),
                endpoints.MapGet(AuditAddress.Json, AuditExportEndpoint.JsonAsync),
            }
        )
        {
            export
                .Requires(Permissions.Export.Create)
                .Requires(Permissions.Audit.Read)
                .Behind(FeatureSwitches.AuditExport)
                .RequiresCompanyStamp();
        }

        return endpoints;
    }
}
