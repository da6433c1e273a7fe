using Metiva.Domain.Invoices;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>What the list can be narrowed to: a state, or something that follows from one.</summary>
public enum InvoiceStateFilter
{
    Any,
    Draft,
    InReview,
    Issued,
    PartiallyPaid,

    /// <summary>Issued, and not everything was paid.</summary>
    Open,

    /// <summary>Open after its due date; not a state of its own.</summary>
    Overdue,
    Paid,
    Cancelled,
    Uncollectible,
}

/// <summary>What the list can be sorted by.</summary>
public enum InvoiceSort
{
    IssueDate,
    Number,
    DueDate,
    Customer,
    Total,
    Open,
    State,
}

/// <summary>Which invoices. Dates are issue dates, both included.</summary>
public sealed record InvoiceFilter(
    InvoiceStateFilter State = InvoiceStateFilter.Any,
    DateOnly? From = null,
    DateOnly? To = null,
    Guid? Customer = null,
    string? Text = null
)
{
    /// <summary>The longest text that is searched for.</summary>
    public const int MaxText = 100;

    /// <summary>Every invoice.</summary>
    public static InvoiceFilter None { get; } = new();

    /// <summary>The searched text without what does not count, or null.</summary>
    public string? SearchText =>
        string.IsNullOrWhiteSpace(Text) ? null
        : Text.Trim() is { Length: > MaxText } tooLong ? tooLong[..MaxText]
        : Text.Trim();
}

/// <summary>A page of the list. Page counts from 1.</summary>
public sealed record InvoiceListRequest(
    InvoiceFilter Filter,
    InvoiceSort Sort = InvoiceSort.IssueDate,
    bool Descending = true,
    int Page = 1,
    int PageSize = InvoiceListRequest.DefaultPageSize
)
{
    /// <summary>How many rows a page has by default.</summary>
    public const int DefaultPageSize = 25;
}

/// <summary>A row of the list.</summary>
public sealed record InvoiceRow
{
    public Guid Id { get; init; }
    public string? Number { get; init; }
    public InvoiceState State { get; init; }
    public Guid AccountId { get; init; }
    public string CustomerName { get; init; } = "";
    public string? Reference { get; init; }
    public DateOnly? IssueDate { get; init; }
    public DateOnly? DueDate { get; init; }
    public Domain.Shared.Money Subtotal { get; init; }
    public Domain.Shared.Money Vat { get; init; }
    public Domain.Shared.Money Total { get; init; }
    public Domain.Shared.Money OpenBalance { get; init; }

    /// <summary>Whether something is open after the due date.</summary>
    public bool IsOverdue(DateOnly today) =>
        State is InvoiceState.Issued or InvoiceState.PartiallyPaid && OpenBalance > Domain.Shared.Money.Zero && DueDate < today;
}
