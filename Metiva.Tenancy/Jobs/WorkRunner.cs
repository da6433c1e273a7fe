using System.Diagnostics;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs;

/// <summary>Does one item that was claimed: binds a scope to its company, lets the handler work in it, and writes down how that ended.</summary>
internal sealed class WorkRunner(
    Binder binder,
    IServiceScopeFactory scopes,
    WorkKinds kinds,
    WorkLedger ledger,
    WorkMeters meters,
    WorkOptions options,
    TimeProvider time,
    ILogger<WorkRunner> logger
)
{
    private const int EndTries = 3;

    /// <summary>Called with the name of each step that has just been finished.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Does it. Never throws for what is wrong with the work; null when not even its end could be written down.</summary>
    internal async Task<WorkEnded?> RunAsync(CatalogEntry company, WorkItem item, CancellationToken stopping)
    {
        await ReachedAsync("claimed");
        using var activity = WorkMeters.Source.StartActivity("work " + item.Kind);
        activity?.SetTag("metiva.company", company.Id.ToString()).SetTag("metiva.work.item", item.Id.ToString());
        activity?.SetTag("metiva.work.attempt", item.Attempts);
        var run = new WorkRun
        {
            ItemId = item.Id,
            Payload = item.Payload,
            Attempt = item.Attempts,
            Claim = item.ClaimedBy!.Value,
        };
        meters.Started(company.Id, time.GetUtcNow() - item.DueAt);
        WorkEnded? ended = null;
        try
        {
            var end = await AttemptAsync(company, item, run, stopping);
            await ReachedAsync("worked");
            ended = end is null ? null : await TryEndAsync(company, item, run, end);
            await ReachedAsync("ended");
            activity?.SetTag("metiva.work.outcome", (ended?.Outcome ?? WorkOutcome.Lost).ToString());
            if (ended is { Outcome: not (WorkOutcome.Done or WorkOutcome.Cancelled or WorkOutcome.Postponed) })
            {
                activity?.SetStatus(ActivityStatusCode.Error, end!.Trouble);
            }

            return ended;
        }
        finally
        {
            meters.Ended(company.Id, ended);
        }
    }

    /// <summary>How it ended; null when another process has it.</summary>
    private async Task<WorkEnd?> AttemptAsync(CatalogEntry company, WorkItem item, WorkRun run, CancellationToken stopping)
    {
        if (kinds.Find(item.Kind) is not { } kind)
        {
            logger.LogError("No handler does work of the kind {Kind}, which company {Company} has.", item.Kind, company.Id);
            return new WorkEnd(WorkOutcome.Refused, "work.unknown-kind");
        }

        var bound = binder.BindWork(company.Id, kind.Needs);
        if (bound.Context is not { } tenant || !tenant.Company.IsSameDatabase(company))
        {
            return new WorkEnd(WorkOutcome.Postponed, bound.Outcome.ToString(), options.FirstRetry);
        }

        using var watch = new WorkWatch(company, run, kind.Limit, ledger, options, time, stopping);
        var scope = scopes.CreateAsyncScope();
        var work = Task.Run(
            async () =>
            {
                await using var own = scope;
                own.ServiceProvider.GetRequiredService<TenantScope>().Freeze(bound);
                var handler = own.ServiceProvider.GetServices<IWorkHandler>().Single(each => each.Kind == item.Kind);
                await handler.RunAsync(run, watch.Token);
            },
            CancellationToken.None
        );
        var error = await watch.FollowAsync(work);
        var end = EndOf(item, watch.Stopped, error);
        if (error is not null && end?.Outcome is WorkOutcome.Failed or WorkOutcome.Refused or WorkOutcome.TimedOut)
        {
            logger.LogWarning(
                error,
                "Attempt {Attempt} at work {Item} ({Kind}) of company {Company} failed.",
                item.Attempts,
                item.Id,
                item.Kind,
                company.Id
            );
        }

        return end;
    }

    private WorkEnd? EndOf(WorkItem item, WorkStop stopped, Exception? error) =>
        (stopped, error) switch
        {
            (WorkStop.Lost, _) or (_, WorkLostException) => null,
            (_, null) => WorkEnd.Done,
            (_, WorkRefusedException refused) => new WorkEnd(WorkOutcome.Refused, Cut(refused.Code)),
            (WorkStop.CalledOff, _) => new WorkEnd(WorkOutcome.Cancelled),
            (WorkStop.TimeUp, _) => kinds.Failure(item, "work.timed-out", WorkOutcome.TimedOut),
            (WorkStop.Host, _) => new WorkEnd(WorkOutcome.Postponed, "work.host-stopped"),
            // Nobody's fault: the company was suspended or moved, its database or the registry does not answer.
            (_, BindingRefusedException refused) => new WorkEnd(WorkOutcome.Postponed, refused.Outcome.ToString(), options.FirstRetry),
            // The name only: a message may say what nobody outside of the company may read.
            (_, { } other) => kinds.Failure(item, Cut(other.GetType().Name)),
        };

    private async Task<WorkEnded?> TryEndAsync(CatalogEntry company, WorkItem item, WorkRun run, WorkEnd end)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ledger.EndAsync(company, run, end, CancellationToken.None);
            }
            catch (Exception exception)
                when (attempt < EndTries && exception is not BindingRefusedException { Outcome: not BindingOutcome.Busy })
            {
                // Written down again as a whole; it looks first whether it was.
            }
            catch (Exception exception)
            {
                logger.LogError(
                    exception,
                    "The end of work {Item} of company {Company} could not be written down. It is taken over when its claim has run out.",
                    item.Id,
                    company.Id
                );
                return null;
            }
        }
    }

    private static string Cut(string trouble) => new([.. trouble.Where(char.IsAscii).Take(WorkItem.TroubleLength)]);

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;
}
