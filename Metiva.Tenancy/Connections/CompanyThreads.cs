namespace Metiva.Tenancy.Connections;

/// <summary>
/// The threads on which an engine works that blocks the thread it is called on. There are a few of their own, so that such work never
/// takes those that everything else in the process runs on. Companies take turns, and no company has more than half of the threads:
/// one that asks without end, or waits for something slow, leaves the others theirs.
/// </summary>
/// <remarks>The threads begin with the first work, and end with the process: waiting costs them nothing.</remarks>
internal sealed class CompanyThreads(int count)
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim ready = new(0);
    private readonly Queue<CompanyTurns> turns = new();
    private readonly int most = Math.Max(1, count / 2);
    private bool started;

    /// <summary>Those of this process.</summary>
    internal static CompanyThreads OfProcess { get; } = new(2 * Environment.ProcessorCount);

    /// <summary>Runs work when it is the company's turn. What the work awaits and is not there yet is not waited for here.</summary>
    internal Task<T> RunAsync<T>(CompanyTurns company, Func<Task<T>> work)
    {
        var unit = new Unit<T>(work);
        lock (gate)
        {
            company.Waiting.Enqueue(unit);
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
                company.Running++;
                unit = company.Waiting.Dequeue();
                TakeTurn(company);
            }

            unit.Run();
            lock (gate)
            {
                company.Running--;
                TakeTurn(company);
            }
        }
    }

    /// <summary>Puts a company behind the others that wait for their turn. Under the lock.</summary>
    private void TakeTurn(CompanyTurns company)
    {
        if (!company.HasTurn && company.Waiting.Count > 0 && company.Running < most)
        {
            company.HasTurn = true;
            turns.Enqueue(company);
            ready.Release();
        }
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

    /// <summary>How many threads work for it.</summary>
    internal int Running { get; set; }

    /// <summary>Whether it stands among those whose turn comes.</summary>
    internal bool HasTurn { get; set; }
}

/// <summary>Work that blocks the thread.</summary>
internal abstract class CompanyUnit
{
    internal abstract void Run();
}
