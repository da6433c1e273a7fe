namespace Metiva.Tenancy.Jobs;

/// <summary>How an attempt ended, and what that makes of its item.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Trouble">Why it was not done.</param>
/// <param name="RetryAfter">How long the item waits if it is tried again.</param>
/// <param name="IsLast">Whether so many attempts failed that a person has to look.</param>
internal sealed record WorkEnd(WorkOutcome Outcome, string? Trouble = null, TimeSpan RetryAfter = default, bool IsLast = false)
{
    internal static WorkEnd Done { get; } = new(WorkOutcome.Done);

    private bool IsFailure => Outcome is WorkOutcome.Failed or WorkOutcome.TimedOut or WorkOutcome.Lost;

    internal void Apply(WorkItem item, WorkRunRecord record, DateTimeOffset now)
    {
        record.Outcome = Outcome;
        record.Trouble = Trouble;
        record.EndedAt = now;
        item.ClaimedBy = null;
        item.ClaimedUntil = null;
        item.Trouble = Trouble;
        item.Failures += IsFailure ? 1 : 0;
        item.State = Outcome switch
        {
            WorkOutcome.Done => WorkState.Done,
            WorkOutcome.Cancelled => WorkState.Cancelled,
            WorkOutcome.Refused => WorkState.Dead,
            // Whoever called it off does not want it tried again.
            _ when item.CancelAsked => WorkState.Cancelled,
            _ when IsLast => WorkState.Dead,
            _ => WorkState.Waiting,
        };
        if (item.State == WorkState.Waiting)
        {
            item.DueAt = now + RetryAfter;
            item.Progress = null;
        }
        else
        {
            item.EndedAt = now;
        }
    }
}
