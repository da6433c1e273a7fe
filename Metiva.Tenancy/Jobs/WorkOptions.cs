using System.Security.Cryptography;

namespace Metiva.Tenancy.Jobs;

/// <summary>Settings of the section <c>Tenancy:Work</c>: how work from the companies' outboxes is done.</summary>
public sealed class WorkOptions
{
    /// <summary>How many jobs of one company run at once, on all nodes together, so that no company starves the others.</summary>
    public const int PerCompany = 2;

    /// <summary>How many jobs this process runs at once, of all companies together: 0 to 64. With 0 it leaves them to other processes.</summary>
    public int AtOnce { get; set; } = 8;

    /// <summary>After how long without a sign of life another process takes a job over: 1 second to 10 minutes.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often a running job's progress is written down and looked whether it was called off: 50 milliseconds to a minute, and less
    /// than half of <see cref="Lease"/>.
    /// </summary>
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a job that was stopped may take to end before it is left behind: up to a minute.</summary>
    public TimeSpan StopWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after its first failure a job is tried again; twice as long after each further one. Up to a day.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it waits at most between two attempts: up to a day.</summary>
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often every company is looked at for work that nobody told of: 1 second to a day.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how long without a sign of life another process leads the schedule, where the engine has no clustered one: 1 second to 10
    /// minutes.
    /// </summary>
    public TimeSpan LeaderLease { get; set; } = TimeSpan.FromSeconds(30);

    internal bool AreInRange =>
        AtOnce is >= 0 and <= 64
        && IsBetween(Lease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        && IsBetween(Beat, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1))
        && Beat < Lease / 2
        && IsBetween(StopWait, TimeSpan.Zero, TimeSpan.FromMinutes(1))
        && IsBetween(FirstRetry, TimeSpan.Zero, TimeSpan.FromDays(1))
        && IsBetween(LongestRetry, FirstRetry, TimeSpan.FromDays(1))
        && IsBetween(SweepInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        && IsBetween(LeaderLease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));

    /// <summary>How long to wait after so many failures, up to a fifth more so that what failed together is not tried together.</summary>
    internal TimeSpan RetryAfter(int failures)
    {
        var doubled = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 30));
        var wait = doubled < LongestRetry ? doubled : LongestRetry;
        return wait * (1 + (RandomNumberGenerator.GetInt32(200) / 1_000.0));
    }

    private static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;
}
