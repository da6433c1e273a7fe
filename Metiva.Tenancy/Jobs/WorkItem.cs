using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Work that is due in a company: a row of its own outbox, written in the same transaction as the change that asks for it. It is done
/// after that, by whichever node comes first, in a scope that is bound to the company like a request.
/// </summary>
public sealed class WorkItem
{
    /// <summary>The longest <see cref="Kind"/>.</summary>
    public const int KindLength = 64;

    /// <summary>The longest <see cref="Payload"/>.</summary>
    public const int PayloadLength = 1_000;

    /// <summary>The longest <see cref="Key"/>.</summary>
    public const int KeyLength = 128;

    /// <summary>The longest <see cref="Trouble"/>.</summary>
    public const int TroubleLength = 200;

    /// <summary>Key, growing with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is to be done, as the dotted name of its <see cref="IWorkHandler"/>, such as <c>mail.send</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Of what, as JSON that holds ids only: the values are read when the work is done.</summary>
    public required string Payload { get; init; }

    /// <summary>At most one item has this key; null when it may be asked for any number of times.</summary>
    public string? Key { get; init; }

    /// <summary>Who asked for it; null when Metiva itself did.</summary>
    public PersonId? RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before then; moved by every attempt that fails.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Where it is.</summary>
    public WorkState State { get; set; } = WorkState.Waiting;

    /// <summary>How many attempts began.</summary>
    public int Attempts { get; set; }

    /// <summary>How many attempts failed since it was asked for, or asked for again.</summary>
    public int Failures { get; set; }

    /// <summary>Names the attempt that has it; whoever finishes it with another value lost it.</summary>
    public Guid? ClaimedBy { get; set; }

    /// <summary>Until when the attempt has it without renewing.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>How far it is, 0 to 100; null when that cannot be said.</summary>
    public int? Progress { get; set; }

    /// <summary>Whether somebody asked it to stop while it was being done.</summary>
    public bool CancelAsked { get; set; }

    /// <summary>Why the last attempt failed: a code, or the name of an exception; never a value of the company.</summary>
    public string? Trouble { get; set; }

    /// <summary>When it ended, however it did.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Where a piece of work is.</summary>
public enum WorkState
{
    /// <summary>It waits until it is due, for the first time or again.</summary>
    Waiting = 0,

    /// <summary>A node is at it.</summary>
    Running = 1,

    /// <summary>It was done.</summary>
    Done = 2,

    /// <summary>It failed as often as it may: a person has to look.</summary>
    Dead = 3,

    /// <summary>A person called it off.</summary>
    Cancelled = 4,
}
