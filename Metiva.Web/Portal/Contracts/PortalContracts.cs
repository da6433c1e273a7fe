using Metiva.Domain.Contracts;
using Metiva.Domain.Shared;

namespace Metiva.Web.Portal.Contracts;

/// <summary>A contract in the list.</summary>
public sealed record PortalContractRow
{
    public Guid Id { get; init; }
    public string Title { get; init; } = "";
    public ContractState State { get; init; }
    public Money Value { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
}

/// <summary>One page of contracts, and how many there are.</summary>
public sealed record PortalContractList(IReadOnlyList<PortalContractRow> Rows, long Total);

/// <summary>A contract with its text.</summary>
public sealed record PortalContract
{
    public Guid Id { get; init; }
    public string Title { get; init; } = "";
    public string AccountName { get; init; } = "";
    public ContractState State { get; init; }
    public Money Value { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public string Body { get; init; } = "";
    public DateTimeOffset PublishedAt { get; init; }
    public string? SignedByName { get; init; }
    public DateTimeOffset? SignedAt { get; init; }
}
