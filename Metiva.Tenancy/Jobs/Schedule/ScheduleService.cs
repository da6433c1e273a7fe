using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>
/// Keeps the installation's schedule going: in every process where the engine has a store that they share, else in the one that leads.
/// </summary>
internal sealed class ScheduleService(
    IScheduleStore store,
    WorkSweep sweep,
    RecurringPlanner planner,
    ControlPlaneDatabase controlPlane,
    WorkOptions options,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<ScheduleService> logger
) : BackgroundService
{
    /// <summary>What is led where there is no shared store.</summary>
    internal const string LeaseName = "schedule";
    private const string SchedulerName = "metiva";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(10);

    private IScheduler? scheduler;

    /// <summary>Whether this process has a scheduler running.</summary>
    internal bool IsRunning => Volatile.Read(ref scheduler) is not null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.AtOnce == 0)
        {
            // A process that leaves the work to others leaves the schedule to them as well.
            return;
        }

        var lease = store.IsClustered ? null : new LeaderLease(controlPlane, LeaseName, options.LeaderLease, time);
        try
        {
            while (true)
            {
                var wait = await TryLookAsync(lease, stoppingToken);
                await Task.Delay(wait, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await EndAsync();
            await TryLetGoAsync(lease);
        }
    }

    private async Task<TimeSpan> TryLookAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        var wait = lease is null ? Again : options.LeaderLease / 3;
        try
        {
            if (lease is null || await lease.HoldAsync(cancellationToken))
            {
                scheduler ??= await BeginAsync(lease, cancellationToken);
                return wait;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The schedule could not be looked after; it is tried again.");
        }

        if (lease is { Leads: false })
        {
            await EndAsync();
        }

        return wait;
    }

    private async Task<IScheduler> BeginAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        var configure = await store.ConfigureAsync(cancellationToken);
        var begun = await QuartzSchedulerBuilder
            .Create(quartz =>
            {
                quartz.Services.AddSingleton(loggers);
                quartz.ConfigureScheduler(scheduler =>
                {
                    scheduler.InstanceName = SchedulerName;
                    scheduler.GenerateInstanceId = store.IsClustered;
                    scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                });
                quartz.UseTimeProvider(time);
                quartz.UseDefaultThreadPool(1);
                quartz.UseJobFactory(new ScheduledActs(sweep, planner, lease));
                configure(quartz);
            })
            .BuildScheduler(cancellationToken);
        try
        {
            await ScheduleAsync(
                begun,
                ScheduledAct.Sweep,
                $"{options.SweepInterval}",
                trigger => trigger.WithSimpleSchedule(schedule => schedule.WithInterval(options.SweepInterval).RepeatForever()),
                cancellationToken
            );
            foreach (var work in planner.Declared)
            {
                await ScheduleAsync(
                    begun,
                    work.Kind,
                    work.Cron,
                    trigger => trigger.WithCronSchedule(work.Cron, cron => cron.InTimeZone(BusinessDay.Zone)),
                    cancellationToken
                );
            }

            await begun.Start(cancellationToken);
            logger.LogInformation("This process keeps the schedule, with fence {Fence}.", lease?.Fence);
            return begun;
        }
        catch
        {
            await begun.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
            throw;
        }
    }

    /// <summary>A job with one trigger, named after its schedule: one that stands there already goes on, an older one is taken away.</summary>
    private async Task ScheduleAsync(
        IScheduler into,
        string name,
        string schedule,
        Func<TriggerBuilder<IJob>, TriggerBuilder<IJob>> set,
        CancellationToken cancellationToken
    )
    {
        var job = JobBuilder
            .Create<ScheduledAct>()
            .WithIdentity(name, SchedulerName)
            .UsingJobData(ScheduledAct.Act, name == ScheduledAct.Sweep ? ScheduledAct.Sweep : ScheduledAct.Recurring)
            .StoreDurably()
            .Build();
        await into.AddJob(job, AddJobOptions.Replacing, cancellationToken);
        var key = new TriggerKey($"{name} {schedule}", SchedulerName);
        foreach (var old in await into.GetTriggersOfJob(job.Key, cancellationToken))
        {
            if (!old.Key.Equals(key))
            {
                await into.UnscheduleJob(old.Key, cancellationToken);
            }
        }

        var trigger = set(TriggerBuilder.Create(time).WithIdentity(key).ForJob(job.Key)).Build();
        await into.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
    }

    private async Task EndAsync()
    {
        if (Interlocked.Exchange(ref scheduler, null) is { } ended)
        {
            // What runs is told to stop and waited for: left alone it would go on in a host that is taken apart, and leave the store
            // that processes share saying that it still runs.
            using var patience = new CancellationTokenSource(EndWait, time);
            await ended.Shutdown(waitForJobsToComplete: true, patience.Token);
            logger.LogInformation("This process no longer keeps the schedule.");
        }
    }

    private async Task TryLetGoAsync(LeaderLease? lease)
    {
        try
        {
            await (lease?.LetGoAsync() ?? Task.CompletedTask);
        }
        catch (Exception exception)
        {
            logger.LogInformation(exception, "The lead was not given up; another process takes it when the lease has run out.");
        }
    }
}
