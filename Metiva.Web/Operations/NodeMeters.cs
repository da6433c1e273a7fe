using System.Diagnostics.Metrics;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Shell.Limits;

namespace Metiva.Web.Operations;

/// <summary>What only the host can count, on its meters. Read when somebody listens, and costs nothing else.</summary>
internal sealed class NodeMeters
{
    public NodeMeters(IMeterFactory meters, CircuitMonitor circuits, CircuitPace pace, CircuitCounts counts, Snapshots snapshots)
    {
        var meter = meters.Create(BindingCounters.MeterName);
        meter.CreateObservableUpDownCounter("metiva.circuits", () => circuits.Count, "{circuit}", "Circuits that are open.");
        meter.CreateObservableCounter(
            "metiva.circuits.slowed_events",
            () => pace.Slowed,
            "{event}",
            "Events of browsers that waited because their sender or their company sent too many."
        );
        meter.CreateObservableCounter(
            "metiva.circuits.refused",
            () => counts.Refused,
            "{circuit}",
            "Circuits that were refused because their person or company had as many as they may."
        );
        meter.CreateObservableGauge(
            "metiva.feed.age",
            () => snapshots.Age is { } age ? [new Measurement<double>(age.TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Time since the registry last answered."
        );
    }
}
