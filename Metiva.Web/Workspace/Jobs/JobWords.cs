using Metiva.Tenancy.Jobs;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>Jobs in words.</summary>
internal static class JobWords
{
    /// <summary>What a kind is called; one without a name here shows its own.</summary>
    internal static string Kind(this IStringLocalizer<JobsTexts> texts, string kind) =>
        texts["Kind." + kind] is { ResourceNotFound: false } named ? named.Value : kind;

    /// <summary>Why it was not done; the name of an exception, or a code without a sentence here, shows itself.</summary>
    internal static string Trouble(this IStringLocalizer<JobsTexts> texts, string trouble) =>
        texts["Trouble." + trouble] is { ResourceNotFound: false } named ? named.Value : trouble;

    internal static Tone Tone(WorkState state) =>
        state switch
        {
            WorkState.Running => Ui.Tone.Info,
            WorkState.Done => Ui.Tone.Good,
            WorkState.Dead => Ui.Tone.Bad,
            _ => Ui.Tone.Neutral,
        };

    internal static Tone Tone(WorkOutcome outcome) =>
        outcome switch
        {
            WorkOutcome.Running => Ui.Tone.Info,
            WorkOutcome.Done => Ui.Tone.Good,
            WorkOutcome.Cancelled or WorkOutcome.Postponed => Ui.Tone.Neutral,
            WorkOutcome.Refused => Ui.Tone.Bad,
            _ => Ui.Tone.Warning,
        };

    internal static bool CanRunNow(this JobRow job) => job.State is WorkState.Waiting or WorkState.Dead or WorkState.Cancelled;

    internal static bool CanBeCancelled(this JobRow job) =>
        job.State == WorkState.Waiting || job is { State: WorkState.Running, CancelAsked: false };
}
