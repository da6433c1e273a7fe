using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>The list's addresses: what they may ask for, and what that means.</summary>
public static class InvoiceAddress
{
    public const string List = "/workspace/invoices";
    public const string Review = List + "/review";
    public const string Export = List + "/export.csv";

    private static readonly Dictionary<string, InvoiceSort> Sorts = new(StringComparer.Ordinal)
    {
        ["issued"] = InvoiceSort.IssueDate,
        ["number"] = InvoiceSort.Number,
        ["due"] = InvoiceSort.DueDate,
        ["customer"] = InvoiceSort.Customer,
        ["total"] = InvoiceSort.Total,
        ["open"] = InvoiceSort.Open,
        ["state"] = InvoiceSort.State,
    };

    /// <summary>The states to choose from.</summary>
    public static IReadOnlyList<InvoiceStateFilter> States { get; } =
    [.. Enum.GetValues<InvoiceStateFilter>().Where(state => state != InvoiceStateFilter.Any)];

    /// <summary>What the address of the list may ask for.</summary>
    public static ListRules Rules { get; } =
        new()
        {
            Sorts = [.. Sorts.Keys],
            DefaultSort = "-issued",
            Filters =
            [
                ListFilter.Text("q", InvoiceFilter.MaxText),
                ListFilter.Choice("state", [.. States.Select(state => state.ToString())]),
                ListFilter.Date("from"),
                ListFilter.Date("to"),
                ListFilter.Id("customer"),
            ],
        };

    /// <summary>The address of one invoice.</summary>
    public static string Of(Guid id) => $"{List}/{id:D}";

    /// <summary>The address of the invoices in this state.</summary>
    public static string OfState(InvoiceStateFilter state) => $"{List}?state={state}";

    /// <summary>The address of a customer's invoices.</summary>
    public static string OfCustomer(Guid account) => $"{List}?customer={account:D}";

    /// <summary>Which invoices an address asks for.</summary>
    public static InvoiceFilter Filter(ListQuery query) =>
        new(
            query.Choice<InvoiceStateFilter>("state") ?? InvoiceStateFilter.Any,
            query.Date("from"),
            query.Date("to"),
            query.Id("customer"),
            query.Text("q")
        );

    /// <summary>Which page of them, in which order.</summary>
    public static InvoiceListRequest Request(ListQuery query) =>
        new(Filter(query), Sorts[query.Sort], query.Descending, query.Page, query.PageSize);

    /// <summary>The periods that people ask for most: the key of their name, the first day and the last.</summary>
    public static IEnumerable<(string Name, DateOnly From, DateOnly To)> Periods(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        var year = new DateOnly(today.Year, 1, 1);
        yield return ("ThisMonth", month, month.AddMonths(1).AddDays(-1));
        yield return ("LastMonth", month.AddMonths(-1), month.AddDays(-1));
        yield return ("ThisQuarter", quarter, quarter.AddMonths(3).AddDays(-1));
        yield return ("LastQuarter", quarter.AddMonths(-3), quarter.AddDays(-1));
        yield return ("ThisYear", year, year.AddYears(1).AddDays(-1));
        yield return ("LastYear", year.AddYears(-1), year.AddDays(-1));
    }
}
