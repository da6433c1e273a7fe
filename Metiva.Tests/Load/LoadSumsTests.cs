using System.Diagnostics;
using Xunit;

namespace Metiva.Tests.Load;

/// <summary>What is made of the single measurements.</summary>
public sealed class LoadSumsTests
{
    [Fact]
    public void A_percentile_is_the_time_within_which_that_part_was_done()
    {
        var waits = Findings.Summary("click", [.. Enumerable.Range(1, 200).Reverse().Select(number => (double)number)]);
        Assert.Equal(new Waits("click", 200, 100, 190, 198, 200), waits);
        Assert.Equal(new Waits("one", 1, 7, 7, 7, 7), Findings.Summary("one", [7]));
    }

    [Fact]
    public void What_belongs_together_is_also_summed_up_together()
    {
        var findings = new Findings();
        findings.Took("click: sort", Stopwatch.GetTimestamp());
        findings.Took("click: page", Stopwatch.GetTimestamp());
        findings.Took("request: list", Stopwatch.GetTimestamp());
        Assert.Equal(["click: page", "click: sort", "click: all"], findings.Of("click:").Select(waits => waits.What));
        Assert.Equal(2, findings.Of("click:").Last().Count);
    }

    [Fact]
    public void A_slope_is_that_of_the_minutes_that_count()
    {
        var memory = new MemoryWatch();
        for (var second = 0; second <= 300; second++)
        {
            // It rises steeply for two minutes, then by 3 MB a minute with a saw's teeth on it.
            var megabytes = second < 120 ? 100 + second : 220 + ((second - 120) / 20.0) + (second % 10 - 4.5);
            memory.Add(TimeSpan.FromSeconds(second), (long)(megabytes * (1 << 20)));
        }

        Assert.InRange(memory.SlopeAfter(2)!.Value, 2.8, 3.2);
        Assert.True(memory.SlopeAfter(0) > 20);
    }

    [Fact]
    public void A_run_that_is_over_before_it_settled_says_nothing_about_growth()
    {
        var memory = new MemoryWatch();
        memory.Add(TimeSpan.Zero, 1);
        memory.Add(TimeSpan.FromMinutes(2.1), 2);
        Assert.Null(memory.SlopeAfter(2));
    }

    [Fact]
    public void The_load_grows_evenly_until_it_is_whole()
    {
        var options = new LoadOptions
        {
            Circuits = 4,
            Every = 5,
            Requests = 100,
            Ramp = TimeSpan.FromSeconds(60),
            Time = TimeSpan.FromSeconds(10),
        };
        var pace = new LoadPace(options, start: 0);

        double[] due = [.. Enumerable.Range(0, pace.Requests).Select(number => pace.OfRequest(number).TotalSeconds)];
        Assert.Equal(4_000, due.Length);
        Assert.Equal(750, due.Count(second => second < 30), 1.0);
        Assert.Equal(3_000, due.Count(second => second < 60), 1.0);
        Assert.Equal(100, due.Count(second => second is >= 65 and < 66), 1.0);
        Assert.All(due.Zip(due.Skip(1)), pair => Assert.True(pair.First < pair.Second));

        // One page after the other joins in; from then on each is clicked regularly, and no two together.
        Assert.Equal([0, 16.25, 32.5, 48.75], Enumerable.Range(0, 4).Select(page => pace.OfClicks(page).First().TotalSeconds));
        Assert.All(
            Enumerable.Range(0, 4),
            page => Assert.Equal(2, pace.OfClicks(page).Count(at => at >= options.Ramp && at < pace.Length))
        );
    }

    [Fact]
    public void What_was_due_before_the_load_was_whole_is_not_timed()
    {
        var findings = new Findings { TimesFrom = 100 };
        findings.Took("click: sort", 99);
        findings.Took("click: sort", 100);
        findings.Failed("click: sort", "anything");
        Assert.Equal(1, findings.Of("click:").Last().Count);
        Assert.Equal(1, findings.Errors["click: sort"]);
    }

    [Fact]
    public void Nothing_asked_for_is_the_whole_load() => Assert.Equal(new LoadOptions(), LoadOptions.Read([]));

    [Fact]
    public void Every_number_can_be_given()
    {
        var read = LoadOptions.Read("--circuits 5 --every 1 --requests 20 --ramp 3 --minutes 0.5 --cores 1 --memory 512".Split(' '));
        Assert.Equal(
            (5, 1, 20, 3, 0.5, 1, 512),
            (read.Circuits, read.Every, read.Requests, read.Ramp.Seconds, read.Time.TotalMinutes, read.Cores, read.Memory)
        );
    }

    [Theory]
    [InlineData("--circuits")]
    [InlineData("--circuits 0")]
    [InlineData("--circuits 1.5")]
    [InlineData("--circuits many")]
    [InlineData("--users 5")]
    public void What_is_not_understood_is_refused(string arguments) =>
        Assert.Contains("load [--circuits 200]", Assert.Throws<FormatException>(() => LoadOptions.Read(arguments.Split(' '))).Message);
}
