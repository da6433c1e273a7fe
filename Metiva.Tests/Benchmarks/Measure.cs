using System.Diagnostics;

namespace Metiva.Tests.Benchmarks;

/// <summary>How often something was measured and what came out: the middle of the runs, with the lowest and the highest.</summary>
internal sealed record Spread(double Median, double Lowest, double Highest)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return new Spread(sorted[sorted.Count / 2], sorted[0], sorted[^1]);
    }
}

/// <summary>Two ways to do the same, side by side: times per operation in microseconds, and their ratio run by run.</summary>
internal sealed record Comparison(Spread Ratio, Spread Subject, Spread Baseline);

/// <summary>Measures. Everything runs on the calling thread, nothing in parallel.</summary>
internal static class Measure
{
    /// <summary>How many runs a result is the middle of.</summary>
    public const int Runs = 5;

    /// <summary>
    /// Compares. The two sides take turns in short batches and change who goes first, so that what the machine does meanwhile falls on
    /// both; a run's time is the middle of its batches.
    /// </summary>
    /// <param name="subject">What is measured.</param>
    /// <param name="baseline">What it is measured against.</param>
    /// <param name="perBatch">Operations in a batch.</param>
    /// <param name="batches">Batches of each side in a run.</param>
    public static Comparison Compare(Action subject, Action baseline, int perBatch, int batches)
    {
        // Long enough for tiered compilation to have settled.
        for (var warm = 0; warm < 3; warm++)
        {
            _ = Run(subject, baseline, perBatch, batches);
        }

        var runs = Enumerable.Range(0, Runs).Select(_ => Run(subject, baseline, perBatch, batches)).ToList();
        return new Comparison(
            Spread.Of(runs.Select(run => run.Subject / run.Baseline)),
            Spread.Of(runs.Select(run => run.Subject)),
            Spread.Of(runs.Select(run => run.Baseline))
        );
    }

    /// <summary>Bytes that one operation allocates on this thread, once it is warm.</summary>
    public static Spread Allocation(Action operation)
    {
        const int Operations = 10_000;
        Repeat(operation, Operations);
        return Spread.Of(
            Enumerable
                .Range(0, Runs)
                .Select(_ =>
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    Repeat(operation, Operations);
                    return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Operations;
                })
        );
    }

    /// <summary>How long one operation takes, in nanoseconds.</summary>
    public static Spread Nanoseconds(Action operation, int perBatch, int batches) =>
        Spread.Of(
            Enumerable
                .Range(0, Runs)
                .Select(_ => Middle(Enumerable.Range(0, batches).Select(_ => Batch(operation, perBatch)).ToArray()) * 1_000)
        );

    private static (double Subject, double Baseline) Run(Action subject, Action baseline, int perBatch, int batches)
    {
        var ours = new double[batches];
        var theirs = new double[batches];
        for (var batch = 0; batch < batches; batch++)
        {
            if (batch % 2 == 0)
            {
                ours[batch] = Batch(subject, perBatch);
                theirs[batch] = Batch(baseline, perBatch);
            }
            else
            {
                theirs[batch] = Batch(baseline, perBatch);
                ours[batch] = Batch(subject, perBatch);
            }
        }

        return (Middle(ours), Middle(theirs));
    }

    private static double Batch(Action operation, int times)
    {
        var start = Stopwatch.GetTimestamp();
        Repeat(operation, times);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
    }

    private static void Repeat(Action operation, int times)
    {
        for (var index = 0; index < times; index++)
        {
            operation();
        }
    }

    private static double Middle(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
