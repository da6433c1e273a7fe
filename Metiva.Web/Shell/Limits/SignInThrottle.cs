using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Metiva.Web.Shell.Limits;

/// <summary>How many sign-ins one person may finish: whoever holds somebody's account, or a script in a loop, makes no flood of sessions.</summary>
internal sealed class SignInThrottle(IOptions<LimitOptions> limits) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Issuer, string Subject)> limiter = PartitionedRateLimiter.Create<
        (string Issuer, string Subject),
        (string Issuer, string Subject)
    >(person => RequestLimits.PerMinute(person, limits.Value.PersonSignInsPerMinute));

    /// <summary>Whether this person, as the verified token names them, may sign in once more now.</summary>
    public bool Allows(string issuer, string subject)
    {
        using var lease = limiter.AttemptAcquire((issuer, subject));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
