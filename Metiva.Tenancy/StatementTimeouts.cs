using Metiva.Domain.Plans;

namespace Metiva.Tenancy;

/// <summary>How long one unit of work on a company database may take, by plan: more than zero and at most an hour.</summary>
public sealed class StatementTimeouts
{
    /// <summary>For <see cref="Plan.Standard"/>.</summary>
    public TimeSpan Standard { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For <see cref="Plan.Plus"/>: heavy reports have more room.</summary>
    public TimeSpan Plus { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>For <see cref="Plan.Dedicated"/>: nobody else waits for that server.</summary>
    public TimeSpan Dedicated { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The longest of them.</summary>
    internal TimeSpan Longest => Enum.GetValues<Plan>().Max(For);

    internal bool AreInRange => Enum.GetValues<Plan>().All(plan => For(plan) > TimeSpan.Zero && For(plan) <= TimeSpan.FromHours(1));

    internal TimeSpan For(Plan plan) =>
        plan switch
        {
            Plan.Standard => Standard,
            Plan.Plus => Plus,
            Plan.Dedicated => Dedicated,
            _ => throw new InvalidOperationException($"The catalog knows a plan that this build does not: {plan}."),
        };
}
