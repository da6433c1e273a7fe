using System.Diagnostics;

namespace Metiva.Tests.Load;

/// <summary>Notes every second how much memory a process has resident, and says how fast that grows.</summary>
internal sealed class MemoryWatch
{
    private const double Megabyte = 1 << 20;
    private readonly List<(double Minutes, double Megabytes)> samples = [];

    public int Count => samples.Count;

    public double Most => samples.Max(sample => sample.Megabytes);

    /// <summary>One of so many minutes each, and the last one.</summary>
    public IEnumerable<double> Every(double minutes)
    {
        var next = 0d;
        foreach (var (at, megabytes) in samples)
        {
            if (at >= next || at == samples[^1].Minutes)
            {
                next += minutes;
                yield return megabytes;
            }
        }
    }

    public void Add(TimeSpan at, long bytes) => samples.Add((at.TotalMinutes, bytes / Megabyte));

    public async Task WatchAsync(Process process, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            process.Refresh();
            Add(Stopwatch.GetElapsedTime(start), process.WorkingSet64);
        } while (await timer.WaitForNextTickAsync() && Stopwatch.GetElapsedTime(start) < time);
    }

    /// <summary>
    /// Megabytes a minute from then on: the line that fits all samples best. Null when fewer than a minute of them are left, which say
    /// nothing about a slope.
    /// </summary>
    public double? SlopeAfter(double minutes)
    {
        var late = samples.Where(sample => sample.Minutes >= minutes).ToList();
        if (late.Count < 2 || late[^1].Minutes - late[0].Minutes < 0.95)
        {
            return null;
        }

        var (x, y) = (late.Average(sample => sample.Minutes), late.Average(sample => sample.Megabytes));
        return late.Sum(sample => (sample.Minutes - x) * (sample.Megabytes - y)) / late.Sum(sample => Math.Pow(sample.Minutes - x, 2));
    }
}
