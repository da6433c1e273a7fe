using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Jobs;

/// <summary>Counts work by company, on the host's meters and for the page about this node. It knows ids and numbers, nothing else.</summary>
public sealed class WorkMeters
{
    /// <summary>The name of the source of traces, one for each attempt.</summary>
    public const string SourceName = "Metiva.Work";

    private readonly ConcurrentDictionary<CompanyId, WorkCounts> byCompany = new();
    private readonly Counter<long> done;
    private readonly Counter<long> failed;
    private readonly Counter<long> dead;
    private readonly Histogram<double> lag;

    /// <summary>Counters on the host's meters.</summary>
    public WorkMeters(IMeterFactory meters)
    {
        var meter = meters.Create(BindingCounters.MeterName);
        done = meter.CreateCounter<long>("metiva.jobs.done", "{job}", "Jobs that were done.");
        failed = meter.CreateCounter<long>("metiva.jobs.failed", "{attempt}", "Attempts that failed, were stopped or got lost.");
        dead = meter.CreateCounter<long>("metiva.jobs.died", "{job}", "Jobs that failed for good: a person has to look.");
        lag = meter.CreateHistogram<double>("metiva.jobs.lag", "s", "From when a job was due until it began.");
        meter.CreateObservableGauge("metiva.jobs.running", () => All(counts => counts.Running), "{job}", "Jobs that run in this process.");
        meter.CreateObservableGauge(
            "metiva.jobs.waiting",
            () => All(counts => counts.Waiting),
            "{job}",
            "Jobs that are due, as last looked up."
        );
        meter.CreateObservableGauge(
            "metiva.jobs.dead",
            () => All(counts => counts.Dead),
            "{job}",
            "Jobs that failed for good, as last looked up."
        );
    }

    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>What this process knows of a company's work.</summary>
    internal WorkCounts Of(CompanyId company) => byCompany.GetValueOrDefault(company) ?? WorkCounts.None;

    internal void Started(CompanyId company, TimeSpan waited)
    {
        lag.Record(Math.Max(0, waited.TotalSeconds), Tag(company));
        Change(company, counts => counts with { Running = counts.Running + 1 });
    }

    internal void Ended(CompanyId company, WorkEnded? ended)
    {
        Change(company, counts => counts with { Running = counts.Running - 1 });
        var counter = ended?.Outcome switch
        {
            WorkOutcome.Done => done,
            WorkOutcome.Cancelled or WorkOutcome.Postponed => null,
            _ => failed,
        };
        counter?.Add(1, Tag(company));
        if (ended?.State == WorkState.Dead)
        {
            dead.Add(1, Tag(company));
        }
    }

    internal void Looked(CompanyId company, int waiting, int dead, int broken) =>
        Change(company, counts => counts with { Waiting = waiting, Dead = dead, Broken = broken });

    private void Change(CompanyId company, Func<WorkCounts, WorkCounts> change) =>
        byCompany.AddOrUpdate(company, _ => change(WorkCounts.None), (_, counts) => change(counts));

    private IEnumerable<Measurement<int>> All(Func<WorkCounts, int> count) =>
        byCompany.Select(pair => new Measurement<int>(count(pair.Value), Tag(pair.Key)));

    private static KeyValuePair<string, object?> Tag(CompanyId company) => new("company", company.ToString());
}

/// <summary>A company's work as this process knows it.</summary>
/// <param name="Waiting">How much was due when it was last looked up.</param>
/// <param name="Running">How much runs in this process.</param>
/// <param name="Dead">How much had failed for good when it was last looked up.</param>
/// <param name="Broken">How much of that found that the company's audit log is not what was written.</param>
public sealed record WorkCounts(int Waiting, int Running, int Dead, int Broken)
{
    internal static WorkCounts None { get; } = new(0, 0, 0, 0);
}
