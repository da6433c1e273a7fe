using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;
using Metiva.Web.Shell.Mailing;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Registers the feature.</summary>
public static class InvoicesFeature
{
    /// <summary>Queries, commands and what pages do with them.</summary>
    public static IServiceCollection AddInvoices(this IServiceCollection services) =>
        services
            .AddScoped<InvoiceListQuery>()
            .AddScoped<InvoiceQuery>()
            .AddScoped<ReviewQueueQuery>()
            .AddScoped<CustomerLookupQuery>()
            .AddScoped<InvoiceExportQuery>()
            .AddScoped<SubmitInvoice>()
            .AddScoped<IssueInvoice>()
            .AddScoped<SendBackInvoice>()
            .AddScoped<InvoiceMailQuery>()
            .AddScoped(provider => new MailInvoice(
                provider.GetRequiredService<TenantScope>(),
                provider.GetRequiredService<CompanyDatabase>(),
                provider.GetRequiredService<MailOutbox>(),
                provider.GetRequiredService<MailComposer>(),
                provider.GetRequiredService<MailLinks>()
            ))
            .AddScoped<ExportInvoices>()
            .AddScoped<InvoiceActions>();

    /// <summary>The export.</summary>
    public static IEndpointRouteBuilder MapInvoices(this IEndpointRouteBuilder endpoints)
    {
        endpoints
            .MapGet(InvoiceAddress.Export, InvoiceExportEndpoint.RunAsync)
            .Requires(Permissions.Export.Create)
            .Requires(Permissions.Invoices.Read)
            .RequiresCompanyStamp();
        return endpoints;
    }
}
