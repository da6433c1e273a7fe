using System.Diagnostics;

namespace Metiva.Tests.Load;

/// <summary>
/// When what happens: the load grows evenly until it is whole, as on a morning, and stays so for the time that is measured. Moments are
/// those of <see cref="Stopwatch"/>.
/// </summary>
internal sealed class LoadPace(LoadOptions options, long start)
{
    private readonly double ramp = options.Ramp.TotalSeconds;

    /// <summary>How long it runs, growing included.</summary>
    public TimeSpan Length => options.Ramp + options.Time;

    /// <summary>From when on it is whole.</summary>
    public long WholeAt => start + Ticks(options.Ramp);

    /// <summary>How many requests there are.</summary>
    public int Requests => (int)(options.Requests * ((ramp / 2) + options.Time.TotalSeconds));

    /// <summary>How long after the start a request is due, counted from 0.</summary>
    public TimeSpan OfRequest(int number)
    {
        var growing = options.Requests * ramp / 2;
        return TimeSpan.FromSeconds(
            number < growing ? Math.Sqrt(2 * ramp * number / options.Requests) : ramp + ((number - growing) / options.Requests)
        );
    }

    /// <summary>The moments after the start when the page of that number is clicked.</summary>
    public IEnumerable<TimeSpan> OfClicks(int page)
    {
        var between = TimeSpan.FromSeconds(options.Every);
        var share = (double)page / options.Circuits;
        for (var at = (between * share) + (between * Math.Floor(ramp * share / options.Every)); at < Length; at += between)
        {
            yield return at;
        }
    }

    /// <summary>Waits for a moment. Gives how much too late it is already, which is nothing when it was waited for.</summary>
    public async Task<TimeSpan> UntilAsync(TimeSpan at)
    {
        var wait = at - Stopwatch.GetElapsedTime(start);
        if (wait <= TimeSpan.Zero)
        {
            return -wait;
        }

        await Task.Delay(wait);
        return TimeSpan.Zero;
    }

    /// <summary>The moment so long after the start.</summary>
    public long At(TimeSpan after) => start + Ticks(after);

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
