using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Connections;

/// <summary>
/// How many connections to company databases this process may hold, all companies together. A company that needs one more
/// makes the company that was longest at rest close its idle ones. When there is nothing to close, companies wait in turn and
/// each company's callers in the order in which they came.
/// </summary>
/// <remarks>
/// It counts an upper bound: what is lent out plus what can be idle in the drivers' pools, and what is being closed until it is
/// closed. So the real number is never above the budget.
/// </remarks>
public sealed class ConnectionBudget
{
    private readonly IDatabaseEngine engine;
    private readonly Snapshots? snapshots;
    private readonly ILogger<ConnectionBudget> logger;
    private readonly int budget;
    private readonly int most;
    private readonly ConcurrentDictionary<CompanyId, CompanySlots> companies = new();
    private readonly Lock gate = new();
    private readonly LinkedList<CompanyPool> turns = new();
    private readonly List<CompanyPool> holders = [];
    private int counted;
    private int clearing;
    private int waiting;
    private long clock;

    /// <summary>A budget as large as the settings say, with its counts on the host's meters.</summary>
    public ConnectionBudget(
        IDatabaseEngine engine,
        TenancyOptions options,
        IMeterFactory meters,
        ILogger<ConnectionBudget> logger,
        Snapshots? snapshots = null
    )
    {
        this.engine = engine;
        this.snapshots = snapshots;
        this.logger = logger;
        budget = options.ConnectionBudget;
        most = Math.Min(options.ConnectionsPerCompany, options.ConnectionBudget);
        ConnectionMeters.Add(this, meters);
    }

    /// <summary>Connections that may be open now, all companies together.</summary>
    public int Open => Volatile.Read(ref counted);

    /// <summary>Callers that wait for one.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The counts of every company that has any.</summary>
    public IReadOnlyList<CompanyConnectionCounts> Counts()
    {
        lock (gate)
        {
            return [.. companies.Values.Select(CountsOf).Where(counts => !counts.AreNone)];
        }
    }

    /// <summary>The counts of one company.</summary>
    public CompanyConnectionCounts CountsOf(CompanyId company)
    {
        lock (gate)
        {
            return companies.TryGetValue(company, out var slots) ? CountsOf(slots) : new CompanyConnectionCounts(company, 0, 0, 0, 0, 0);
        }
    }

    /// <summary>Whether anybody waits: then nobody may overtake.</summary>
    internal bool SomebodyWaits => Volatile.Read(ref waiting) != 0;

    /// <summary>The budget's own clock, which moves when it is asked for more than an idle connection.</summary>
    internal long Now => Volatile.Read(ref clock);

    /// <summary>The pool of that company's database and login. The entry remembers it.</summary>
    internal CompanyPool PoolOf(CatalogEntry entry) => entry.Pool ?? Find(entry);

    /// <summary>Takes a connection's place in the budget; to be given back once the driver has the connection again.</summary>
    /// <exception cref="BindingRefusedException">Busy: none came free in time.</exception>
    internal ValueTask TakeAsync(CompanyPool pool, TimeSpan wait, CancellationToken cancellationToken) =>
        pool.TryTake() ? ValueTask.CompletedTask : new ValueTask(TakeInTurnAsync(pool, wait, cancellationToken));

    /// <summary>Counts a refusal.</summary>
    internal static BindingRefusedException Busy(CompanyPool pool)
    {
        pool.Company.CountRefused();
        return new BindingRefusedException(BindingOutcome.Busy);
    }

    /// <summary>Closes a pool's idle connections: its database refused, so what was opened before is not trusted either.</summary>
    internal void Distrust(CompanyPool pool)
    {
        lock (gate)
        {
            Clear(pool);
        }
    }

    /// <summary>A connection came back while somebody waits, or to a pool that is no longer used.</summary>
    internal void GaveBack(CompanyPool pool)
    {
        lock (gate)
        {
            if (pool.Retired)
            {
                Clear(pool);
            }

            Grant();
        }
    }

    private static CompanyConnectionCounts CountsOf(CompanySlots company) =>
        new(
            company.Id,
            company.Pools.Sum(pool => pool.Counted + pool.Clearing),
            company.Pools.Sum(pool => pool.Lent),
            company.Pools.Sum(pool => pool.Waiters.Count),
            company.Evicted,
            company.Refused
        );

    private CompanyPool Find(CatalogEntry entry)
    {
        // Whoever holds an entry from before a login was replaced must not retire the pool of the one in use.
        if (snapshots?.Catalog.Find(entry.Id) is { } current && !ReferenceEquals(current, entry) && current.IsSameDatabase(entry))
        {
            return PoolOf(current);
        }

        var company = companies.GetOrAdd(entry.Id, static (id, most) => new CompanySlots(id, most), most);
        lock (gate)
        {
            var pool = company.Pools.Find(known => known.Serves(entry));
            if (pool is null)
            {
                pool = new CompanyPool(this, company, entry);
                company.Pools.Add(pool);
            }

            foreach (var old in company.Pools)
            {
                old.Retired = old != pool;
                if (old.Retired)
                {
                    Clear(old);
                }
            }

            entry.Pool = pool;
            return pool;
        }
    }

    private async Task TakeInTurnAsync(CompanyPool pool, TimeSpan wait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new ConnectionWaiter();
        Wait(pool, waiter);
        try
        {
            await waiter.Task.WaitAsync(wait, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (StopWaiting(pool, waiter))
            {
                throw exception is TimeoutException ? Busy(pool) : exception;
            }

            // It was granted at the last moment. Who went away has no use for it.
            if (exception is OperationCanceledException)
            {
                pool.GiveBack();
                throw;
            }
        }
    }

    private void Wait(CompanyPool pool, ConnectionWaiter waiter)
    {
        lock (gate)
        {
            clock++;

            // Before it looks at what is free: who gives a connection back looks at this after that.
            Interlocked.Increment(ref waiting);
            pool.Waiters.AddLast(waiter);
            if (pool.Waiters.Count == 1)
            {
                Queue(pool);
            }

            Grant();
        }
    }

    private bool StopWaiting(CompanyPool pool, ConnectionWaiter waiter)
    {
        lock (gate)
        {
            if (!pool.Waiters.Remove(waiter))
            {
                return false;
            }

            Interlocked.Decrement(ref waiting);
            if (pool.Waiters.Count == 0)
            {
                turns.Remove(pool);
            }

            // What was promised to it may now serve another.
            Grant();
            return true;
        }
    }

    /// <summary>Puts a company behind those that were given one longer ago, not behind all that came before it.</summary>
    private void Queue(CompanyPool pool)
    {
        var before = turns.Last;
        while (before is not null && before.Value.LastGranted > pool.LastGranted)
        {
            before = before.Previous;
        }

        if (before is null)
        {
            turns.AddFirst(pool);
        }
        else
        {
            turns.AddAfter(before, pool);
        }
    }

    /// <summary>Gives what there is to those who wait, one company after the other.</summary>
    private void Grant()
    {
        var promised = clearing;
        for (var turn = turns.First; turn is not null; )
        {
            var pool = turn.Value;
            var next = turn.Next;
            if (MayTake(pool, ref promised))
            {
                var waiter = pool.Waiters.First!.Value;
                pool.Waiters.RemoveFirst();
                Interlocked.Decrement(ref waiting);
                turns.Remove(turn);
                pool.LastGranted = ++clock;
                if (pool.Waiters.Count > 0)
                {
                    turns.AddLast(turn);
                    next ??= turn;
                }

                waiter.SetResult();
            }

            turn = next;
        }
    }

    private bool MayTake(CompanyPool pool, ref int promised)
    {
        if (pool.TryTakeIdle())
        {
            return true;
        }

        if (pool.Counted + pool.Clearing >= most)
        {
            return false;
        }

        if (counted < budget)
        {
            counted++;
            if (pool.Counted == 0)
            {
                holders.Add(pool);
            }

            pool.Grow();
            return true;
        }

        if (promised == 0)
        {
            promised = ClearLongestAtRest();
        }

        // What is being closed for the first in turn is not there for the next.
        promised = Math.Max(0, promised - 1);
        return false;
    }

    private int ClearLongestAtRest()
    {
        CompanyPool? victim = null;
        foreach (var pool in holders)
        {
            if (pool.Lent < pool.Counted && (victim is null || pool.LastUsed < victim.LastUsed))
            {
                victim = pool;
            }
        }

        return victim is null ? 0 : Clear(victim);
    }

    /// <summary>Has a pool's idle connections closed, which counts them until it is done. It can take a while, so not here.</summary>
    private int Clear(CompanyPool pool)
    {
        var idle = pool.TakeOutIdle();
        if (idle == 0)
        {
            return 0;
        }

        if (pool.Counted == 0)
        {
            holders.Remove(pool);
        }

        pool.Clearing += idle;
        clearing += idle;
        ThreadPool.UnsafeQueueUserWorkItem(_ => Close(pool, idle), null);
        return idle;
    }

    private void Close(CompanyPool pool, int idle)
    {
        var closed = false;
        try
        {
            engine.ClearIdle(pool.Entry);
            closed = true;
        }
#pragma warning disable CA1031 // Nobody waits for this very call; a pool that cannot be emptied goes on being counted.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "The idle connections of company {Company} could not be closed.", pool.Company.Id);
        }

        lock (gate)
        {
            pool.Clearing -= idle;
            clearing -= idle;
            if (closed)
            {
                pool.Company.CountEvicted(idle);
                counted -= idle;
                Grant();
            }
            else
            {
                if (pool.Counted == 0)
                {
                    holders.Add(pool);
                }

                clock++;
                pool.PutBackIdle(idle);
            }
        }
    }
}
