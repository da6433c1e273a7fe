using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Binding;

/// <summary>Counts every outcome by name, and every attempt to name a company where none may be named.</summary>
public sealed class BindingCounters
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Metiva.Tenancy";

    private static readonly int Kinds = Enum.GetValues<BindingOutcome>().Length;

    private readonly long[] outcomes = new long[Kinds];
    private readonly ConcurrentDictionary<CompanyId, long[]> byCompany = new();
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

    /// <summary>How often it ended so for that company, since the process started.</summary>
    public long Of(CompanyId company, BindingOutcome outcome) =>
        byCompany.TryGetValue(company, out var counts) ? Interlocked.Read(ref counts[(int)outcome]) : 0;

    /// <summary>Counts one outcome.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="company">For which company of the catalog, once that is known; never one that a claim only names.</param>
    public void Count(BindingOutcome outcome, CompanyId? company = null)
    {
        Interlocked.Increment(ref outcomes[(int)outcome]);
        if (company is { } known)
        {
            Interlocked.Increment(ref byCompany.GetOrAdd(known, static _ => new long[Kinds])[(int)outcome]);
        }

        if (outcomeCounter.Enabled)
        {
            var tags = new TagList { { "outcome", outcome.ToString() } };
            if (company is not null)
            {
                tags.Add("company", company.ToString());
            }

            outcomeCounter.Add(1, tags);
        }
    }

    /// <summary>Counts one request that carried a spoofed selector.</summary>
    public void CountSpoofed()
    {
        Interlocked.Increment(ref spoofed);
        spoofCounter.Add(1);
    }
}
