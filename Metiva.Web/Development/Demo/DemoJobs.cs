using Metiva.Tenancy.Jobs;

namespace Metiva.Web.Development.Demo;

/// <summary>What the last nights' background work would have left: done, and once not at the first attempt.</summary>
internal static class DemoJobs
{
    private const int Nights = 5;
    private const int FailedNight = 3;

    public static IEnumerable<object> Make(DemoWorld world) =>
        Enumerable
            .Range(1, Nights)
            .SelectMany(night => new[] { "work.prune", "audit.verify" }.SelectMany(kind => Night(world, kind, night)));

    private static IEnumerable<object> Night(DemoWorld world, string kind, int night)
    {
        var asked = world.At(world.Today.AddDays(-night), hour: 3);
        var attempts = kind == "audit.verify" && night == FailedNight ? 2 : 1;
        var item = new WorkItem
        {
            Id = Guid.CreateVersion7(asked),
            Kind = kind,
            Payload = "{}",
            CreatedAt = asked,
            DueAt = asked,
            State = WorkState.Done,
            Attempts = attempts,
            Failures = attempts - 1,
            EndedAt = asked.AddSeconds(20 * attempts),
        };
        yield return item;
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            var failed = attempt < attempts;
            yield return new WorkRunRecord
            {
                ItemId = item.Id,
                Attempt = attempt,
                StartedAt = asked.AddSeconds(20 * (attempt - 1)),
                EndedAt = asked.AddSeconds((20 * (attempt - 1)) + 3),
                Outcome = failed ? WorkOutcome.Failed : WorkOutcome.Done,
                Trouble = failed ? "TimeoutException" : null,
                Node = "demo",
            };
        }
    }
}
