using System.Security.Cryptography;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Connections;

/// <summary>When a piece of work is tried again, and how long to wait before that.</summary>
internal static class Attempts
{
    /// <summary>How often something is tried in all.</summary>
    internal const int Most = 4;

    private const int FirstPauseMilliseconds = 25;

    /// <summary>Whether another attempt may go through and cannot do anything twice.</summary>
    /// <param name="engine">Says what kind of failure it is.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    internal static bool MayGoOn(IDatabaseEngine engine, Exception failure, int attempt) =>
        attempt < Most && failure is not OutcomeUnknownException && engine.Classify(failure) != FailureKind.Lasting;

    /// <summary>Waits before the next attempt: longer each time, and never for all callers equally long.</summary>
    internal static Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var longest = FirstPauseMilliseconds << attempt;
        return Task.Delay(RandomNumberGenerator.GetInt32(longest / 2, longest), cancellationToken);
    }
}
