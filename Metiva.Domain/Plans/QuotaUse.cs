namespace Metiva.Domain.Plans;

/// <summary>How much of what a plan includes is used.</summary>
/// <param name="Resource">Of what.</param>
/// <param name="Used">How much is used.</param>
/// <param name="Quota">How much is included.</param>
public readonly record struct QuotaUse(UsageResource Resource, long Used, long Quota)
{
    /// <summary>The shares of a quota, in percent, at which people are warned.</summary>
    public static IReadOnlyList<int> Thresholds { get; } = [80, 100];

    /// <summary>The share in whole percent, rounded down, so that 100 says that all of it is used.</summary>
    public int Percent => (int)Math.Min(int.MaxValue, Used * 100m / Quota);

    /// <summary>The highest of <see cref="Thresholds"/> that was reached; 0 when none was.</summary>
    public int Threshold
    {
        get
        {
            var percent = Percent;
            return Thresholds.LastOrDefault(threshold => percent >= threshold);
        }
    }

    /// <summary>Whether nothing is left.</summary>
    public bool IsUsedUp => Used >= Quota;
}
