using System.Collections.Concurrent;
using System.Diagnostics;

namespace Metiva.Tests.Load;

/// <summary>What somebody waited, in milliseconds.</summary>
internal sealed record Waits(string What, int Count, double P50, double P95, double P99, double Most);

/// <summary>Collects how long everything took and what went wrong. Every single time is kept, so a percentile is exact.</summary>
internal sealed class Findings
{
    private const int MostExamples = 20;
    private readonly ConcurrentDictionary<string, List<double>> times = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> errors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> examples = new();

    /// <summary>Times of what was due before then are not kept; errors always are.</summary>
    public long TimesFrom { get; set; }

    /// <summary>How often each kind of error came.</summary>
    public IReadOnlyDictionary<string, int> Errors => errors;

    /// <summary>The first errors in full.</summary>
    public IEnumerable<string> Examples => examples.Take(MostExamples);

    /// <summary>Notes an operation that worked.</summary>
    /// <param name="what">Which.</param>
    /// <param name="due">
    /// When it was meant to begin (<see cref="Stopwatch.GetTimestamp"/>), not when it did: what waits behind a slow one has waited too.
    /// </param>
    public void Took(string what, long due)
    {
        if (due < TimesFrom)
        {
            return;
        }

        var milliseconds = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        var list = times.GetOrAdd(what, _ => []);
        lock (list)
        {
            list.Add(milliseconds);
        }
    }

    /// <summary>Notes one that did not.</summary>
    public void Failed(string kind, string example)
    {
        errors.AddOrUpdate(kind, 1, (_, count) => count + 1);
        if (examples.Count < MostExamples)
        {
            examples.Enqueue($"{kind}: {example}");
        }
    }

    /// <summary>The operations whose name begins like this, each alone and then together.</summary>
    public IEnumerable<Waits> Of(string beginning)
    {
        var matching = times
            .Where(pair => pair.Key.StartsWith(beginning, StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal);
        var all = new List<double>();
        foreach (var (what, list) in matching)
        {
            lock (list)
            {
                all.AddRange(list);
                yield return Summary(what, [.. list]);
            }
        }

        if (all.Count > 0)
        {
            yield return Summary(beginning + " all", all);
        }
    }

    internal static Waits Summary(string what, List<double> list)
    {
        list.Sort();
        return new Waits(what, list.Count, At(list, 0.50), At(list, 0.95), At(list, 0.99), list[^1]);
    }

    // The smallest time within which that part of all was done.
    private static double At(List<double> sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Count) - 1)];
}
