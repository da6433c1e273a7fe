using Metiva.Domain.Projects;
using Metiva.Domain.Shared;

namespace Metiva.Web.Portal.Home;

/// <summary>What waits for the client, and how things stand. A part is null when it is not for this person.</summary>
public sealed record PortalHome(
    PortalMoneyDue? Money,
    PortalToSign? Contracts,
    IReadOnlyList<PortalRunningProject>? Projects,
    DateOnly Today
)
{
    /// <summary>Everything that waits for the client: what is most late first, then what waits for a signature.</summary>
    public int ActionCount => (int)((Money?.InvoiceCount ?? 0) + (Contracts?.ContractCount ?? 0));
}

/// <summary>The invoices that ask for money.</summary>
/// <param name="First">Those that are due first.</param>
/// <param name="InvoiceCount">How many there are in all.</param>
/// <param name="OpenBalance">What is to be paid on all of them.</param>
/// <param name="Overdue">The part that should have been paid by now.</param>
public sealed record PortalMoneyDue(IReadOnlyList<PortalDueInvoice> First, long InvoiceCount, Money OpenBalance, Money Overdue);

public sealed record PortalDueInvoice
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public DateOnly DueDate { get; init; }
    public Money OpenBalance { get; init; }
}

/// <summary>The contracts that wait for a signature.</summary>
/// <param name="First">Those that were sent first.</param>
/// <param name="ContractCount">How many there are in all.</param>
public sealed record PortalToSign(IReadOnlyList<PortalPendingContract> First, long ContractCount);

public sealed record PortalPendingContract
{
    public Guid Id { get; init; }
    public string Title { get; init; } = "";
    public DateTimeOffset PublishedAt { get; init; }
}

/// <summary>A project that is under way.</summary>
public sealed record PortalRunningProject
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public ProjectState State { get; init; }
    public DateOnly? DueDate { get; init; }
    public int Milestones { get; init; }
    public int Reached { get; init; }

    public int Progress => Milestones == 0 ? 0 : Reached * 100 / Milestones;
}
