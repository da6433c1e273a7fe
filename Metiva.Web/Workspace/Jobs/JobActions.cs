using Metiva.Tenancy.Jobs;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;
using Radzen;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>What pages do with a job: ask where that is due, run the command, say how it ended.</summary>
public sealed class JobActions(
    CancelJob cancel,
    RunJobNow runNow,
    CommandRunner runner,
    DialogService dialogs,
    IStringLocalizer<JobsTexts> texts
)
{
    /// <summary>Makes it due at once. False when the person changed their mind.</summary>
    public async Task<bool> RunNowAsync(JobRow job)
    {
        await runner.RunAsync(
            token => runNow.Run(new RunJobNow.Command(job.Id), token),
            _ => texts["RunNow.Done", texts.Kind(job.Kind)],
            CancellationToken.None
        );
        return true;
    }

    /// <summary>Asks, and calls it off. False when the person changed their mind.</summary>
    public async Task<bool> CancelAsync(JobRow job)
    {
        var isRunning = job.State == WorkState.Running;
        var asked = await dialogs.AskAsync(
            texts["Cancel.Title"],
            texts[isRunning ? "Cancel.Running" : "Cancel.Waiting", texts.Kind(job.Kind)],
            texts["Cancel.Confirm"],
            danger: true
        );
        if (!asked)
        {
            return false;
        }

        await runner.RunAsync(
            token => cancel.Run(new CancelJob.Command(job.Id), token),
            _ => texts[isRunning ? "Cancel.Asked" : "Cancel.Done", texts.Kind(job.Kind)],
            CancellationToken.None
        );
        return true;
    }
}
