using System.Diagnostics.Metrics;

namespace Metiva.Tenancy.Binding;

/// <summary>Counts every outcome by name, and every attempt to name a company where none may be named.</summary>
public sealed class BindingCounters
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Metiva.Tenancy";

    private readonly long[] outcomes = new long[Enum.GetValues<BindingOutcome>().Length];
    private readonly Counter<long> outcomeCounter;
    private readonly Counter<long> spoofCounter;
    private long spoofed;

    /// <summary>Counters on the host's meters.</summary>
    public BindingCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        outcomeCounter = meter.CreateCounter<long>("metiva.binding.outcomes", description: "Bindings by outcome.");
        spoofCounter = meter.CreateCounter<long>(
            "metiva.binding.spoofed_selectors",
            description: "Requests that carried a header, query or cookie that tries to name a company. It changes nothing."
        );
    }

    /// <summary>How many requests tried to name a company by themselves.</summary>
    public long Spoofed => Interlocked.Read(ref spoofed);

    /// <summary>How often binding ended so.</summary>
    public long Of(BindingOutcome outcome) => Interlocked.Read(ref outcomes[(int)outcome]);

    /// <summary>Counts one outcome.</summary>
    public void Count(BindingOutcome outcome)
    {
        Interlocked.Increment(ref outcomes[(int)outcome]);
        if (outcomeCounter.Enabled)
        {
            outcomeCounter.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        }
    }

    /// <summary>Counts one request that carried a spoofed selector.</summary>
    public void CountSpoofed()
    {
        Interlocked.Increment(ref spoofed);
        spoofCounter.Add(1);
    }
}
