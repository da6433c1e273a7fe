using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Connections;

/// <summary>What is kept for one company between its calls: the turns to read and to write, its pools, and its counts.</summary>
internal sealed class CompanySlots(CompanyId id, int connections)
{
    private long evicted;
    private long refused;

    /// <summary>The company.</summary>
    internal CompanyId Id => id;

    /// <summary>One writer at a time.</summary>
    internal SemaphoreSlim Write { get; } = new(1, 1);

    /// <summary>Some readers. One connection is left for the writer, so that slow reports cannot keep a company from writing.</summary>
    internal SemaphoreSlim Read { get; } = new(Math.Max(1, connections - 1));

    /// <summary>What it has on the threads of an engine that blocks them.</summary>
    internal CompanyTurns Turns { get; } = new();

    /// <summary>Its pools: one, and for a while two when its login or server changes. Guarded by the budget's lock.</summary>
    internal List<CompanyPool> Pools { get; } = [];

    internal long Evicted => Interlocked.Read(ref evicted);

    internal long Refused => Interlocked.Read(ref refused);

    internal void CountEvicted(int connections) => Interlocked.Add(ref evicted, connections);

    internal void CountRefused() => Interlocked.Increment(ref refused);
}
