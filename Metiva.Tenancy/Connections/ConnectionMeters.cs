using System.Diagnostics.Metrics;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Connections;

/// <summary>The budget's counts on the host's meters, by company. They are read when a listener asks, and cost nothing else.</summary>
internal static class ConnectionMeters
{
    private const string Connections = "{connection}";
    private const string Callers = "{caller}";

    internal static void Add(ConnectionBudget budget, IMeterFactory meters)
    {
        var meter = meters.Create(BindingCounters.MeterName);
        meter.CreateObservableUpDownCounter(
            "metiva.connections.open",
            () => Measure(budget, counts => counts.Open),
            Connections,
            "Connections to a company's database that may be open."
        );
        meter.CreateObservableUpDownCounter(
            "metiva.connections.waiting",
            () => Measure(budget, counts => counts.Waiting),
            Callers,
            "Callers that wait for a connection."
        );
        meter.CreateObservableCounter(
            "metiva.connections.evicted",
            () => Measure(budget, counts => counts.Evicted),
            Connections,
            "Idle connections that were closed to make room."
        );
        meter.CreateObservableCounter(
            "metiva.connections.refused",
            () => Measure(budget, counts => counts.Refused),
            Callers,
            "Callers that were told that it is busy."
        );
    }

    private static IEnumerable<Measurement<long>> Measure(ConnectionBudget budget, Func<CompanyConnectionCounts, long> value) =>
        budget
            .Counts()
            .Select(counts => new Measurement<long>(
                value(counts),
                new KeyValuePair<string, object?>("company", counts.Company.ToString())
            ));
}
