using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Web.Ui;

namespace Metiva.Web.Portal.Invoices;

/// <summary>What the list's address means.</summary>
public partial class PortalInvoicesPage
{
    private const string Show = "show";
    private ListPage<PortalInvoiceRow>? page;
    private PortalInvoiceTotals totals = new();
    private DateOnly today;
    private Error? error;

    public static Permission Requires => Permissions.Payments.Read;

    protected override ListRules Rules { get; } =
        new()
        {
            Sorts = ["number", "date", "due", "total"],
            DefaultSort = "-date",
            Filters = [ListFilter.Choice(Show, "open", "paid")],
        };

    private PortalInvoiceFilter Shown =>
        Query.Text(Show) switch
        {
            "open" => PortalInvoiceFilter.Open,
            "paid" => PortalInvoiceFilter.Paid,
            _ => PortalInvoiceFilter.All,
        };

    protected override async Task LoadAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var sort = query.Sort switch
        {
            "number" => PortalInvoiceSort.Number,
            "due" => PortalInvoiceSort.Due,
            "total" => PortalInvoiceSort.Total,
            _ => PortalInvoiceSort.Date,
        };
        var request = new PortalInvoiceRequest(Shown, sort, query.Descending, query.Page, query.PageSize);
        var result = await Invoices.Run(request, cancellationToken);
        error = result.Error;
        if (result.Ok)
        {
            (totals, today) = (result.Value.Totals, result.Value.Today);
            page = new ListPage<PortalInvoiceRow>(result.Value.Rows, totals.InvoiceCount);
        }
    }

    private static string? ValueOf(PortalInvoiceFilter filter) =>
        filter switch
        {
            PortalInvoiceFilter.Open => "open",
            PortalInvoiceFilter.Paid => "paid",
            _ => null,
        };
}
