namespace Metiva.Tenancy.Jobs;

/// <summary>One attempt at one item, as it stays in the company's run history: begun and ended in the transactions that say so.</summary>
public sealed class WorkRunRecord
{
    /// <summary>The longest <see cref="Node"/>.</summary>
    public const int NodeLength = 100;

    /// <summary>Which item.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How.</summary>
    public WorkOutcome Outcome { get; set; } = WorkOutcome.Running;

    /// <summary>Why it failed: a code, or the name of an exception; never a value of the company.</summary>
    public string? Trouble { get; set; }

    /// <summary>The machine and process that it ran in.</summary>
    public required string Node { get; init; }
}

/// <summary>How an attempt ended.</summary>
public enum WorkOutcome
{
    /// <summary>It has not ended.</summary>
    Running = 0,

    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>It failed and may be tried again.</summary>
    Failed = 2,

    /// <summary>The handler said that trying again cannot help.</summary>
    Refused = 3,

    /// <summary>It took longer than its kind may and was stopped.</summary>
    TimedOut = 4,

    /// <summary>A person called it off.</summary>
    Cancelled = 5,

    /// <summary>The company or its database could not be worked on, or the host stopped: no fault of the work.</summary>
    Postponed = 6,

    /// <summary>Its node was heard of no more, and another took it over.</summary>
    Lost = 7,
}
