using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Jobs;

/// <summary>Why a running attempt was told to stop.</summary>
internal enum WorkStop
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>A person called it off.</summary>
    CalledOff,

    /// <summary>It took too long.</summary>
    TimeUp,

    /// <summary>Another process has it.</summary>
    Lost,

    /// <summary>The host stops.</summary>
    Host,
}

/// <summary>
/// Looks after one attempt while it runs: renews its claim, writes its progress down, and tells it to stop when it is called off, takes
/// too long, loses its claim or the host stops.
/// </summary>
internal sealed class WorkWatch : IDisposable
{
    private readonly CatalogEntry company;
    private readonly WorkRun run;
    private readonly TimeSpan limit;
    private readonly WorkLedger ledger;
    private readonly WorkOptions options;
    private readonly TimeProvider time;
    private readonly CancellationToken stopping;
    private readonly CancellationTokenSource stop = new();
    private readonly long began;
    private long renewed;
    private int? written;

    internal WorkWatch(
        CatalogEntry company,
        WorkRun run,
        TimeSpan limit,
        WorkLedger ledger,
        WorkOptions options,
        TimeProvider time,
        CancellationToken stopping
    )
    {
        (this.company, this.run, this.limit) = (company, run, limit);
        (this.ledger, this.options, this.time, this.stopping) = (ledger, options, time, stopping);
        began = renewed = time.GetTimestamp();
    }

    /// <summary>What the handler listens to.</summary>
    internal CancellationToken Token => stop.Token;

    /// <summary>Why it was told to stop.</summary>
    internal WorkStop Stopped { get; private set; }

    /// <summary>Follows the work to its end and gives what it threw. Work that does not listen is left behind: it has no claim any more.</summary>
    internal async Task<Exception?> FollowAsync(Task work)
    {
        while (!work.IsCompleted && Stopped == WorkStop.None)
        {
            using var tick = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(work, Task.Delay(options.Beat, time, tick.Token));
            await tick.CancelAsync();
            if (!work.IsCompleted)
            {
                Stopped = stopping.IsCancellationRequested ? WorkStop.Host : await BeatAsync();
            }
        }

        if (!work.IsCompleted)
        {
            await stop.CancelAsync();
            await Task.WhenAny(work, Task.Delay(options.StopWait, time, CancellationToken.None));
        }

        if (!work.IsCompleted)
        {
            // Looked at, so that it is nobody's unobserved exception.
            _ = work.ContinueWith(static left => _ = left.Exception, TaskScheduler.Default);
            return new TimeoutException("The work did not stop when it was told to.");
        }

        return work.IsCanceled ? new OperationCanceledException() : work.Exception?.InnerException;
    }

    public void Dispose()
    {
        // Work that was left behind still holds the token, so it is cancelled and not taken away.
        if (Stopped == WorkStop.None)
        {
            stop.Dispose();
        }
    }

    private async Task<WorkStop> BeatAsync()
    {
        if (time.GetElapsedTime(began) >= limit)
        {
            return WorkStop.TimeUp;
        }

        try
        {
            var calledOff = await ledger.IsCalledOffAsync(company, run, stopping);
            if (calledOff is null)
            {
                // Over, when the handler has completed it and tidies up; anything else means that somebody else has it.
                return run.Completed ? WorkStop.None : WorkStop.Lost;
            }

            if (calledOff.Value)
            {
                return WorkStop.CalledOff;
            }

            if (run.Progress != written || time.GetElapsedTime(renewed) >= options.Lease / 3)
            {
                var (asked, progress) = (time.GetTimestamp(), run.Progress);
                if (!await ledger.RenewAsync(company, run, stopping))
                {
                    return run.Completed ? WorkStop.None : WorkStop.Lost;
                }

                (renewed, written) = (asked, progress);
            }
        }
        catch (Exception) when (!stopping.IsCancellationRequested && time.GetElapsedTime(renewed) < options.Lease)
        {
            // The database does not answer now. The claim holds a while longer.
        }
        catch (Exception)
        {
            return stopping.IsCancellationRequested ? WorkStop.Host : WorkStop.Lost;
        }

        return WorkStop.None;
    }
}
