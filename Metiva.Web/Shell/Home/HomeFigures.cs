using Metiva.Domain.Shared;

namespace Metiva.Web.Shell.Home;

/// <summary>The start page's figures. What the person's grants do not cover was not asked for and is null.</summary>
public sealed record HomeFigures(
    InvoiceFigures? Invoices,
    ContractFigures? Contracts,
    ProjectFigures? Projects,
    IReadOnlyList<LateInvoice> LongestOverdue,
    DateOnly Today
);

/// <summary>Invoices by what has to be done with them.</summary>
public sealed record InvoiceFigures
{
    public long Drafts { get; init; }
    public long InReview { get; init; }
    public long OpenCount { get; init; }
    public Money OpenTotal { get; init; }
    public long Overdue { get; init; }
    public Money OverdueTotal { get; init; }
}

/// <summary>Contracts that wait for somebody.</summary>
public sealed record ContractFigures
{
    public long Pending { get; init; }
    public Money PendingValue { get; init; }
    public long Drafts { get; init; }
}

/// <summary>Projects under way.</summary>
public sealed record ProjectFigures
{
    public long Active { get; init; }
    public long OnHold { get; init; }
    public long Late { get; init; }
}

/// <summary>An invoice that should have been paid by now.</summary>
public sealed record LateInvoice
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public string CustomerName { get; init; } = "";
    public DateOnly DueDate { get; init; }
    public Money OpenBalance { get; init; }
}
