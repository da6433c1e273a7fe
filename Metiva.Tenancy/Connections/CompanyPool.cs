using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Connections;

/// <summary>
/// The driver's pool of one company's database, as the budget counts it: how many of its connections are lent out, and how
/// many there can be at most, the idle ones included. A company whose login or server changes gets another pool; the old one
/// is emptied as its loans come back.
/// </summary>
/// <remarks>
/// Both numbers live in one word, so that the common case, an idle connection that is taken and given back, is one atomic
/// step each way without a lock. Only the budget, under its lock, raises or lowers how many there can be.
/// </remarks>
internal sealed class CompanyPool(ConnectionBudget budget, CompanySlots company, CatalogEntry entry)
{
    private const long OneCounted = 1L << 32;
    private long state;

    /// <summary>The company it is of.</summary>
    internal CompanySlots Company => company;

    /// <summary>What names its database and login.</summary>
    internal CatalogEntry Entry => entry;

    /// <summary>Connections lent out.</summary>
    internal int Lent => (int)Volatile.Read(ref state);

    /// <summary>Connections that may be open: lent out, or idle in the driver's pool.</summary>
    internal int Counted => (int)(Volatile.Read(ref state) >> 32);

    /// <summary>Idle ones that are being closed. The budget still counts them. Guarded by the budget's lock.</summary>
    internal int Clearing { get; set; }

    /// <summary>Whether another login or server has taken its place. Guarded by the budget's lock, read outside it.</summary>
    internal bool Retired { get; set; }

    /// <summary>Who waits for a connection of this company, the first to come in front. Guarded by the budget's lock.</summary>
    internal LinkedList<ConnectionWaiter> Waiters { get; } = new();

    /// <summary>When the budget last granted it one, on the budget's own clock. Guarded by the budget's lock.</summary>
    internal long LastGranted { get; set; }

    /// <summary>When it was last in use, on the budget's own clock.</summary>
    internal long LastUsed { get; private set; }

    /// <summary>Whether both lead to the same pool of the driver.</summary>
    internal bool Serves(CatalogEntry other) => entry.Login == other.Login && entry.IsSameDatabase(other);

    /// <summary>Takes an idle connection, unless somebody waits and so has an older claim.</summary>
    internal bool TryTake() => !budget.SomebodyWaits && TryTakeIdle();

    /// <summary>Takes an idle connection when there is one.</summary>
    internal bool TryTakeIdle()
    {
        var seen = Volatile.Read(ref state);
        while ((int)seen < (int)(seen >> 32))
        {
            var was = Interlocked.CompareExchange(ref state, seen + 1, seen);
            if (was == seen)
            {
                return true;
            }

            seen = was;
        }

        return false;
    }

    /// <summary>Gives a connection back. The driver has to have it again by then.</summary>
    /// <exception cref="InvalidOperationException">None was lent out.</exception>
    internal void GiveBack()
    {
        LastUsed = budget.Now;
        if ((int)Interlocked.Decrement(ref state) < 0)
        {
            Interlocked.Increment(ref state);
            throw new InvalidOperationException("A connection was given back twice.");
        }

        if (budget.SomebodyWaits || Retired)
        {
            budget.GaveBack(this);
        }
    }

    /// <summary>Counts one more, lent out at once. Under the budget's lock.</summary>
    internal void Grow() => Interlocked.Add(ref state, OneCounted + 1);

    /// <summary>Stops counting the idle ones here and says how many they were. Under the budget's lock.</summary>
    internal int TakeOutIdle()
    {
        var seen = Volatile.Read(ref state);
        while (true)
        {
            var lent = (int)seen;
            var idle = (int)(seen >> 32) - lent;
            if (idle == 0)
            {
                return 0;
            }

            var was = Interlocked.CompareExchange(ref state, (lent * OneCounted) + lent, seen);
            if (was == seen)
            {
                return idle;
            }

            seen = was;
        }
    }

    /// <summary>Counts idle ones again that could not be closed. Under the budget's lock.</summary>
    internal void PutBackIdle(int idle)
    {
        LastUsed = budget.Now;
        Interlocked.Add(ref state, idle * OneCounted);
    }
}

/// <summary>Somebody who waits for a connection; it is granted at most once.</summary>
internal sealed class ConnectionWaiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
