using System.Diagnostics;
using Metiva.Tests.Load.Protocol;

namespace Metiva.Tests.Load;

/// <summary>Pages that are open and clicked, each at its own regular moments, spread evenly over the time between two clicks.</summary>
internal sealed class ClickLoad(LoadHost host, IReadOnlyList<Visitor> visitors, LoadOptions options, Findings findings) : IAsyncDisposable
{
    // As many as a person would not notice opening at once.
    private const int OpenedAtOnce = 4;
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(30);
    private readonly Circuit?[] circuits = new Circuit?[options.Circuits];
    private readonly Journey[] journeys = new Journey[options.Circuits];

    public int Alive => circuits.Count(circuit => circuit is { IsAlive: true });

    public long Batches => circuits.Sum(circuit => (long)(circuit?.Batches ?? 0));

    /// <summary>Opens all of them.</summary>
    public Task OpenAsync() =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, options.Circuits),
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce },
            async (index, _) => await OpenAsync(index)
        );

    /// <summary>Clicks until the time is over.</summary>
    public Task RunAsync(long start, TimeSpan time) =>
        Task.WhenAll(Enumerable.Range(0, options.Circuits).Select(index => ClickAsync(index, start, time)));

    public async ValueTask DisposeAsync()
    {
        foreach (var circuit in circuits.OfType<Circuit>())
        {
            await circuit.DisposeAsync();
        }
    }

    private async Task OpenAsync(int index)
    {
        var visitor = visitors[index % visitors.Count];
        var began = Stopwatch.GetTimestamp();
        try
        {
            var circuit = await Circuit.OpenAsync(host.Http, visitor.Cookie, visitor.List);
            circuits[index] = circuit;
            journeys[index] = new Journey(circuit, visitor);
            findings.Took("start of a circuit", began);
        }
        catch (Exception exception)
        {
            findings.Failed("circuit not opened", exception.Message);
        }
    }

    private async Task ClickAsync(int index, long start, TimeSpan time)
    {
        var between = TimeSpan.FromSeconds(options.Every);
        for (var at = between * index / options.Circuits; at < time; at += between)
        {
            var due = start + (long)(at.TotalSeconds * Stopwatch.Frequency);
            var wait = at - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            if (wait < -GivenUpAfter)
            {
                findings.Failed("click: never made", "The host was so far behind that nobody would have clicked any more.");
                continue;
            }

            if (circuits[index] is null)
            {
                // It failed before, and was counted then. A person would open the page again.
                await OpenAsync(index);
                continue;
            }

            var step = journeys[index].Next;
            try
            {
                await journeys[index].StepAsync();
                findings.Took("click: " + step, due);
            }
            catch (Exception exception)
            {
                findings.Failed($"click: {step}: {exception.GetType().Name}", exception.Message);
                await circuits[index]!.DisposeAsync();
                circuits[index] = null;
            }
        }
    }
}
