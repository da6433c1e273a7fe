namespace Metiva.Tenancy.Connections;

/// <summary>
/// The threads on which an engine works that blocks the thread it is called on. There are a few of their own, so that such work never
/// takes those that everything else in the process runs on. Companies take turns, and no company has more than half of the threads:
/// one that asks without end, or waits for something slow, leaves the others theirs. While others ask as well, it does not get more
/// than half of the processors either; what has run for long counts no more, so that a company's own pages need not wait for its report.
/// </summary>
/// <remarks>The threads begin with the first work, and end with the process: waiting costs them nothing.</remarks>
internal sealed class CompanyThreads
{
    /// <summary>How long a company counts as one that asks.</summary>
    internal static readonly TimeSpan Recent = TimeSpan.FromMilliseconds(200);

    /// <summary>How long work counts as one that comes and goes.</summary>
    internal static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim ready = new(0);
    private readonly Queue<CompanyTurns> turns = new();
    private readonly HashSet<CompanyTurns> heldBack = [];
    private readonly TimeProvider time;
    private readonly ITimer look;
    private readonly int count;
    private readonly int most;
    private readonly int share;
    private (CompanyTurns? Company, long At) last;
    private (CompanyTurns? Company, long At) before;
    private bool started;

    /// <summary>Makes them; none begins before there is work.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="processors">How many of them really run at a time.</param>
    /// <param name="time">The clock.</param>
    internal CompanyThreads(int count, int processors, TimeProvider time)
    {
        this.count = count;
        this.time = time;
        most = Math.Max(1, count / 2);
        share = Math.Clamp(processors / 2, 1, most);
        look = time.CreateTimer(_ => LookAgain(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Those of this process.</summary>
    internal static CompanyThreads OfProcess { get; } =
        new(2 * Environment.ProcessorCount, Environment.ProcessorCount, TimeProvider.System);

    /// <summary>Runs work when it is the company's turn. What the work awaits and is not there yet is not waited for here.</summary>
    internal Task<T> RunAsync<T>(CompanyTurns company, Func<Task<T>> work)
    {
        var unit = new Unit<T>(work);
        lock (gate)
        {
            company.Waiting.Enqueue(unit);
            Remember(company);
            TakeTurn(company);
            if (!started)
            {
                started = true;
                Start();
            }
        }

        return unit.Task;
    }

    private void Start()
    {
        for (var thread = 0; thread < count; thread++)
        {
            // Whoever comes first does not lend them its language or trace for good.
            new Thread(Work) { IsBackground = true, Name = "Metiva company data" }.UnsafeStart();
        }
    }

    private void Work()
    {
        while (true)
        {
            ready.Wait();
            CompanyTurns company;
            CompanyUnit unit;
            lock (gate)
            {
                company = turns.Dequeue();
                company.HasTurn = false;
                unit = company.Waiting.Dequeue();
                unit.BeganAt = time.GetTimestamp();
                company.Running.Add(unit);
                TakeTurn(company);
            }

            unit.Run();
            lock (gate)
            {
                company.Running.Remove(unit);
                TakeTurn(company);
            }
        }
    }

    /// <summary>Puts a company behind the others that wait for their turn. Under the lock.</summary>
    private void TakeTurn(CompanyTurns company)
    {
        if (company.HasTurn || company.Waiting.Count == 0 || company.Running.Count >= most)
        {
            return;
        }

        if (ShortOnesOf(company) >= share && OthersAsk(company))
        {
            // Nobody may come by when that has changed.
            if (heldBack.Add(company) && heldBack.Count == 1)
            {
                look.Change(Short / 2, Timeout.InfiniteTimeSpan);
            }

            return;
        }

        heldBack.Remove(company);
        company.HasTurn = true;
        turns.Enqueue(company);
        ready.Release();
    }

    private void LookAgain()
    {
        lock (gate)
        {
            CompanyTurns[] held = [.. heldBack];
            heldBack.Clear();
            foreach (var company in held)
            {
                TakeTurn(company);
            }
        }
    }

    private int ShortOnesOf(CompanyTurns company)
    {
        var found = 0;
        foreach (var unit in company.Running)
        {
            found += time.GetElapsedTime(unit.BeganAt) < Short ? 1 : 0;
        }

        return found;
    }

    private bool OthersAsk(CompanyTurns company)
    {
        var other = last.Company == company ? before : last;
        return other.Company is not null && time.GetElapsedTime(other.At) < Recent;
    }

    private void Remember(CompanyTurns company)
    {
        if (last.Company != company)
        {
            before = last;
        }

        last = (company, time.GetTimestamp());
    }

    private sealed class Unit<T>(Func<Task<T>> work) : CompanyUnit
    {
        // What goes on after it goes on elsewhere.
        private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ExecutionContext? context = ExecutionContext.Capture();

        internal Task<T> Task => result.Task;

        internal override void Run()
        {
            if (context is null)
            {
                Begin();
            }
            else
            {
                ExecutionContext.Run(context, static unit => ((Unit<T>)unit!).Begin(), this);
            }
        }

        private void Begin()
        {
            Task<T> task;
            try
            {
                task = work();
            }
#pragma warning disable CA1031 // Whoever asked for it gets it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result.SetException(exception);
                return;
            }

            if (task.IsCompleted)
            {
                result.SetFromTask(task);
            }
            else
            {
                _ = task.ContinueWith(
                    static (done, result) => ((TaskCompletionSource<T>)result!).SetFromTask(done),
                    result,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default
                );
            }
        }
    }
}

/// <summary>What a company has waiting and running on <see cref="CompanyThreads"/>, whose lock guards it.</summary>
internal sealed class CompanyTurns
{
    /// <summary>What waits, the first to come in front.</summary>
    internal Queue<CompanyUnit> Waiting { get; } = new();

    /// <summary>What threads are at work on.</summary>
    internal List<CompanyUnit> Running { get; } = [];

    /// <summary>Whether it stands among those whose turn comes.</summary>
    internal bool HasTurn { get; set; }
}

/// <summary>Work that blocks the thread.</summary>
internal abstract class CompanyUnit
{
    /// <summary>When it began, as the clock's timestamp.</summary>
    internal long BeganAt { get; set; }

    internal abstract void Run();
}
