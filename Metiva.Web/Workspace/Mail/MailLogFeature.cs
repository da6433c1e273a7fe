using Metiva.Domain.Access;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;

namespace Metiva.Web.Workspace.Mail;

/// <summary>Registers the feature.</summary>
public static class MailLogFeature
{
    /// <summary>Queries, and what pages do with a mail.</summary>
    public static IServiceCollection AddMailLog(this IServiceCollection services) =>
        services.AddScoped<MailListQuery>().AddScoped<MailQuery>().AddScoped<MailPreviewQuery>().AddScoped<MailActions>();

    /// <summary>What a mail looks like.</summary>
    public static IEndpointRouteBuilder MapMailLog(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(MailLogAddress.PreviewPattern, MailPreviewEndpoint.RunAsync)
            .Requires(Permissions.Audit.Read)
            .RequiresCompanyStamp();
        return endpoints;
    }
}
