using Metiva.Domain.Accounts;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Contracts;

/// <summary>Where a contract is in its life.</summary>
public enum ContractState
{
    /// <summary>Being written.</summary>
    Draft = 1,

    /// <summary>Sent for signing; its content is frozen.</summary>
    Pending = 2,

    /// <summary>Signed.</summary>
    Completed = 3,

    /// <summary>Rejected by the client.</summary>
    Rejected = 4,

    /// <summary>Withdrawn before it was signed.</summary>
    Cancelled = 5,
}

/// <summary>What people write in a draft.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Value">What it is worth, without VAT; never negative.</param>
/// <param name="StartDate">When it starts.</param>
/// <param name="EndDate">When it ends; null when it goes on.</param>
/// <param name="Body">Its text.</param>
public sealed record ContractContent(string Title, Money Value, DateOnly StartDate, DateOnly? EndDate, string Body);

/// <summary>A contract with an account.</summary>
public sealed class Contract
{
    private Contract() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The other party.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>What it is about.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Where it is in its life.</summary>
    public ContractState State { get; private set; }

    /// <summary>What it is worth, without VAT.</summary>
    public Money Value { get; private set; }

    /// <summary>When it starts.</summary>
    public DateOnly StartDate { get; private set; }

    /// <summary>When it ends; null when it goes on.</summary>
    public DateOnly? EndDate { get; private set; }

    /// <summary>Its text.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Since when the client sees it; null while they do not.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Who signed it.</summary>
    public PersonId? SignedBy { get; private set; }

    /// <summary>The signer's name at that time.</summary>
    public string? SignedByName { get; private set; }

    /// <summary>When it was signed.</summary>
    public DateTimeOffset? SignedAt { get; private set; }

    /// <summary>Why it was rejected or cancelled.</summary>
    public string? ClosingNote { get; private set; }

    /// <summary>Who wrote it.</summary>
    public PersonId CreatedBy { get; private set; }

    /// <summary>Who looks after it.</summary>
    public PersonId? AssignedTo { get; private set; }

    /// <summary>When the draft was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>Makes a draft.</summary>
    public static Result<Contract> Draft(Account account, ContractContent content, Actor by, DateTimeOffset at)
    {
        var contract = new Contract
        {
            Id = Guid.CreateVersion7(at),
            AccountId = account.Id,
            State = ContractState.Draft,
            CreatedBy = by.Id,
            CreatedAt = at,
        };
        var changed = contract.Change(content);
        return changed.Ok ? contract : changed.Error!;
    }

    /// <summary>Replaces what the draft says.</summary>
    public Result Change(ContractContent content)
    {
        var refusal =
            (State != ContractState.Draft ? new ContractNotDraft() : null)
            ?? Limits.Check(nameof(Title), content.Title, Limits.Name)
            ?? Limits.Check(nameof(Body), content.Body, Limits.ContractBody)
            ?? (content.Value < Money.Zero ? new InvalidField(nameof(Value), "range") : null)
            ?? (content.EndDate < content.StartDate ? new InvalidField(nameof(EndDate), "range") : null);
        if (refusal is not null)
        {
            return refusal;
        }

        Title = content.Title.Trim();
        Value = content.Value;
        StartDate = content.StartDate;
        EndDate = content.EndDate;
        Body = content.Body.Trim();
        Version++;
        return Result.Done;
    }

    /// <summary>Hands it to somebody, or to nobody.</summary>
    public void AssignTo(PersonId? person)
    {
        AssignedTo = person;
        Version++;
    }

    /// <summary>Draft to pending: freezes the content and shows it to the client.</summary>
    public Result Send(DateTimeOffset at)
    {
        if (State != ContractState.Draft)
        {
            return new ContractNotDraft();
        }

        PublishedAt = at;
        return Become(ContractState.Pending);
    }

    /// <summary>Pending to completed. This is a simple electronic signature in the sense of eIDAS, nothing more.</summary>
    public Result Sign(Actor by, DateTimeOffset at)
    {
        if (State != ContractState.Pending)
        {
            return new ContractNotPending();
        }

        SignedBy = by.Id;
        SignedByName = by.Name;
        SignedAt = at;
        return Become(ContractState.Completed);
    }

    /// <summary>Pending to rejected, with the client's reason if they give one.</summary>
    public Result Reject(string? note) => State != ContractState.Pending ? new ContractNotPending() : Close(ContractState.Rejected, note);

    /// <summary>Withdraws a draft or a pending contract.</summary>
    public Result Cancel(string? note) =>
        State is not (ContractState.Draft or ContractState.Pending) ? new ContractClosed() : Close(ContractState.Cancelled, note);

    private Result Close(ContractState state, string? note)
    {
        if (Limits.Check(nameof(ClosingNote), note, Limits.Note, required: false) is { } refusal)
        {
            return refusal;
        }

        ClosingNote = Limits.Clean(note);
        return Become(state);
    }

    private Result Become(ContractState state)
    {
        State = state;
        Version++;
        return Result.Done;
    }
}
