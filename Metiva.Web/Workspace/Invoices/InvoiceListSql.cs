namespace Metiva.Web.Workspace.Invoices;

/// <summary>Which conditions a filter puts into the text; the values always travel as parameters.</summary>
internal readonly record struct InvoiceConditions(
    InvoiceStateFilter State,
    bool From = false,
    bool To = false,
    bool Customer = false,
    bool Text = false,
    bool Own = false
)
{
    public static InvoiceConditions Of(InvoiceFilter filter, bool own) =>
        new(filter.State, filter.From is not null, filter.To is not null, filter.Customer is not null, filter.SearchText is not null, own);

    /// <summary>Every combination there is.</summary>
    public static IEnumerable<InvoiceConditions> All() =>
        from state in Enum.GetValues<InvoiceStateFilter>()
        from bits in Enumerable.Range(0, 32)
        select new InvoiceConditions(state, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
}

/// <summary>The pieces of SQL that the list, its totals and the export are made of.</summary>
internal static class InvoiceListSql
{
    public const string Columns =
        "i.Id, i.Number, i.State, i.AccountId, i.CustomerName, i.Reference, i.IssueDate, i.DueDate, i.Subtotal, i.Vat, i.Total, i.OpenBalance";

    public const string From = " FROM Invoices i WHERE 1 = 1";

    private const string Since = " AND i.IssueDate >= @From";
    private const string Until = " AND i.IssueDate <= @To";
    private const string OfCustomer = " AND i.AccountId = @Customer";
    private const string Own = " AND (i.CreatedBy = @Me OR i.AssignedTo = @Me)";
    private const string WithText =
        @" AND (i.Number LIKE @Text ESCAPE '\' OR i.Reference LIKE @Text ESCAPE '\' OR i.CustomerName LIKE @Text ESCAPE '\')";

    private const string Draft = " AND i.State = 'Draft'";
    private const string InReview = " AND i.State = 'InReview'";
    private const string Issued = " AND i.State = 'Issued'";
    private const string PartiallyPaid = " AND i.State = 'PartiallyPaid'";
    private const string Open = " AND i.State IN ('Issued', 'PartiallyPaid')";
    private const string Overdue = " AND i.State IN ('Issued', 'PartiallyPaid') AND i.OpenBalance > 0 AND i.DueDate < @Today";
    private const string Paid = " AND i.State = 'Paid'";
    private const string Cancelled = " AND i.State = 'Cancelled'";
    private const string Uncollectible = " AND i.State = 'Uncollectible'";

    /// <summary>The conditions, each beginning with AND.</summary>
    public static string Where(InvoiceConditions conditions) =>
        string.Concat(
            State(conditions.State),
            conditions.From ? Since : "",
            conditions.To ? Until : "",
            string.Concat(conditions.Customer ? OfCustomer : "", conditions.Text ? WithText : "", conditions.Own ? Own : "")
        );

    /// <summary>The order; the key at the end makes it the same on every page.</summary>
    public static string OrderBy(InvoiceSort sort, bool descending) =>
        (sort, descending) switch
        {
            (InvoiceSort.IssueDate, false) => " ORDER BY i.IssueDate, i.Id ",
            (InvoiceSort.IssueDate, true) => " ORDER BY i.IssueDate DESC, i.Id DESC ",
            (InvoiceSort.Number, false) => " ORDER BY i.Number, i.Id ",
            (InvoiceSort.Number, true) => " ORDER BY i.Number DESC, i.Id DESC ",
            (InvoiceSort.DueDate, false) => " ORDER BY i.DueDate, i.Id ",
            (InvoiceSort.DueDate, true) => " ORDER BY i.DueDate DESC, i.Id DESC ",
            (InvoiceSort.Customer, false) => " ORDER BY i.CustomerName, i.Id ",
            (InvoiceSort.Customer, true) => " ORDER BY i.CustomerName DESC, i.Id DESC ",
            (InvoiceSort.Total, false) => " ORDER BY i.Total, i.Id ",
            (InvoiceSort.Total, true) => " ORDER BY i.Total DESC, i.Id DESC ",
            (InvoiceSort.Open, false) => " ORDER BY i.OpenBalance, i.Id ",
            (InvoiceSort.Open, true) => " ORDER BY i.OpenBalance DESC, i.Id DESC ",
            (InvoiceSort.State, false) => " ORDER BY i.State, i.IssueDate, i.Id ",
            (InvoiceSort.State, true) => " ORDER BY i.State DESC, i.IssueDate DESC, i.Id DESC ",
            _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "Not a column to sort by."),
        };

    /// <summary>The values of the parameters that the conditions name.</summary>
    public static object Parameters(InvoiceFilter filter, Guid me, DateOnly today, int skip, int take, Guid? after = null) =>
        new
        {
            filter.From,
            filter.To,
            filter.Customer,
            Text = LikePattern.Containing(filter.SearchText),
            Me = me,
            Today = today,
            Skip = skip,
            Take = take,
            After = after,
        };

    private static string State(InvoiceStateFilter state) =>
        state switch
        {
            InvoiceStateFilter.Any => "",
            InvoiceStateFilter.Draft => Draft,
            InvoiceStateFilter.InReview => InReview,
            InvoiceStateFilter.Issued => Issued,
            InvoiceStateFilter.PartiallyPaid => PartiallyPaid,
            InvoiceStateFilter.Open => Open,
            InvoiceStateFilter.Overdue => Overdue,
            InvoiceStateFilter.Paid => Paid,
            InvoiceStateFilter.Cancelled => Cancelled,
            InvoiceStateFilter.Uncollectible => Uncollectible,
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state to filter by."),
        };
}
