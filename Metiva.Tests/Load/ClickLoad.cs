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
    public Task RunAsync(LoadPace pace) => Task.WhenAll(Enumerable.Range(0, options.Circuits).Select(index => ClickAsync(index, pace)));

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

    private async Task ClickAsync(int index, LoadPace pace)
    {
        foreach (var at in pace.OfClicks(index))
        {
            if (await pace.UntilAsync(at) > GivenUpAfter)
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
                findings.Took("click: " + step, pace.At(at));
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
