using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Portal.Invoices;

/// <summary>Which of the published invoices.</summary>
public enum PortalInvoiceFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those with something to pay.</summary>
    Open,

    /// <summary>Those that were paid.</summary>
    Paid,
}

/// <summary>What the list may be sorted by.</summary>
public enum PortalInvoiceSort
{
    Date,
    Number,
    Due,
    Total,
}

/// <summary>What the list is asked for.</summary>
public sealed record PortalInvoiceRequest(PortalInvoiceFilter Filter, PortalInvoiceSort Sort, bool Descending, int Page, int PageSize)
{
    /// <summary>The most rows of one page.</summary>
    public const int LargestPage = 100;
}

/// <summary>An invoice in the list.</summary>
public sealed record PortalInvoiceRow
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string CustomerName { get; init; } = "";
    public InvoiceState State { get; init; }
    public DateOnly IssueDate { get; init; }
    public DateOnly DueDate { get; init; }
    public Money Total { get; init; }
    public Money OpenBalance { get; init; }

    public bool IsOverdue(DateOnly today) => OpenBalance > Money.Zero && DueDate < today;
}

/// <summary>What all invoices of the filter add up to.</summary>
public sealed record PortalInvoiceTotals
{
    public long InvoiceCount { get; init; }
    public Money Total { get; init; }
    public Money OpenBalance { get; init; }
}

/// <summary>One page of the list. <see cref="Page"/> is the last one when a later one was asked for.</summary>
public sealed record PortalInvoiceList(IReadOnlyList<PortalInvoiceRow> Rows, PortalInvoiceTotals Totals, int Page, DateOnly Today);
