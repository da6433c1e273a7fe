namespace Metiva.Domain.Plans;

/// <summary>How much of each thing a plan includes.</summary>
/// <param name="Members">How many members a company has at most.</param>
/// <param name="StorageBytes">How many bytes its files take at most, counted as uploaded.</param>
/// <param name="ApiCallsPerMonth">How many API calls it makes in a calendar month (Europe/Amsterdam).</param>
/// <param name="EventsPerMonth">How many attribution events it collects in a calendar month (Europe/Amsterdam).</param>
public sealed record PlanQuotas(int Members, long StorageBytes, long ApiCallsPerMonth, long EventsPerMonth)
{
    private const long Gigabyte = 1_000_000_000;

    /// <summary>How much of this is included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such resource.</exception>
    public long For(UsageResource resource) =>
        resource switch
        {
            UsageResource.Members => Members,
            UsageResource.StorageBytes => StorageBytes,
            UsageResource.ApiCalls => ApiCallsPerMonth,
            UsageResource.Events => EventsPerMonth,
            _ => throw new ArgumentOutOfRangeException(nameof(resource), resource, "There is no such resource."),
        };

    /// <summary>What a plan includes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plan.</exception>
    public static PlanQuotas Of(Plan plan) =>
        plan switch
        {
            Plan.Standard => new(25, 10 * Gigabyte, 100_000, 250_000),
            Plan.Plus => new(100, 100 * Gigabyte, 1_000_000, 2_500_000),
            Plan.Dedicated => new(1_000, 1_000 * Gigabyte, 10_000_000, 25_000_000),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan, "There is no such plan."),
        };
}
