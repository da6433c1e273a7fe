namespace Metiva.Web.Workspace.Invoices;

/// <summary>Registers the feature.</summary>
public static class InvoicesFeature
{
    /// <summary>Queries and commands.</summary>
    public static IServiceCollection AddInvoices(this IServiceCollection services) =>
        services
            .AddScoped<InvoiceListQuery>()
            .AddScoped<InvoiceQuery>()
            .AddScoped<ReviewQueueQuery>()
            .AddScoped<SubmitInvoice>()
            .AddScoped<IssueInvoice>()
            .AddScoped<SendBackInvoice>();
}
