using Quartz;
using Quartz.Extensibility;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>
/// What the schedule does when something is due. The job's data names the act and nothing else: looking at every company, or asking for
/// recurring work.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledAct(WorkSweep sweep, RecurringPlanner planner, LeaderLease? lease) : IJob
{
    internal const string Act = "act";
    internal const string Sweep = "sweep";
    internal const string Recurring = "recurring";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (lease is { Leads: false })
        {
            return;
        }

        if (context.MergedJobDataMap.TryGetValue(Act, out var act) && act is Sweep)
        {
            await sweep.TryRunAsync(cancellationToken);
        }

        // With every sweep too: for what nobody was there for, or was broken off.
        await planner.CatchUpAsync(lease, cancellationToken);
    }
}

/// <summary>Gives the scheduler its one job.</summary>
internal sealed class ScheduledActs(WorkSweep sweep, RecurringPlanner planner, LeaderLease? lease) : IJobFactory
{
    public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JobScope(new ScheduledAct(sweep, planner, lease), null!));

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
