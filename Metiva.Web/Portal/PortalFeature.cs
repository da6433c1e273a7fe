using Metiva.Domain.Access;
using Metiva.Web.Portal.Branding;
using Metiva.Web.Portal.Contracts;
using Metiva.Web.Portal.Files;
using Metiva.Web.Portal.Home;
using Metiva.Web.Portal.Invoices;
using Metiva.Web.Portal.Projects;
using Metiva.Web.Shell.Access;

namespace Metiva.Web.Portal;

/// <summary>The portal of a company's own people.</summary>
public static class PortalFeature
{
    /// <summary>Adds its queries. It has no commands yet.</summary>
    public static IServiceCollection AddPortal(this IServiceCollection services) =>
        services
            .AddScoped<PortalBrandQuery>()
            .AddScoped<PortalHomeQuery>()
            .AddScoped<PortalInvoiceListQuery>()
            .AddScoped<PortalInvoiceQuery>()
            .AddScoped<PortalContractListQuery>()
            .AddScoped<PortalContractQuery>()
            .AddScoped<PortalFileListQuery>()
            .AddScoped<PortalProjectListQuery>()
            .AddScoped<PortalProjectQuery>();

    /// <summary>Maps the logo.</summary>
    public static void MapPortal(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(PortalLogo.Address, PortalLogo.GetAsync).RequiresInPortal(Permissions.Profile.Read);
}
