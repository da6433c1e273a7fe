using System.Security.Claims;
using System.Threading.RateLimiting;
using Metiva.Tenancy.Binding;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// What a browser sends over its circuit (clicks, keys, navigation) is taken at a pace: each person and each company has an allowance of
/// its own. An event above it waits for its turn, and with it only what the same browser sent after it: a connection's calls come one by
/// one, so a flood fills the sender's own line and nothing else.
/// </summary>
internal sealed class CircuitPace : IHubFilter, IAsyncDisposable
{
    private const int PeriodsPerSecond = 10;

    // One per connection can wait at a time.
    private const int MostWaiting = 100_000;

    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "BeginInvokeDotNetFromJS",
        "OnLocationChanged",
        "OnLocationChangingCompleted",
        "UpdateRootComponents",
    };

    private static readonly ClaimsPrincipal Nobody = new();

    private readonly PartitionedRateLimiter<HubCallerContext> limiter;
    private long slowed;

    public CircuitPace(IOptions<LimitOptions> limits)
    {
        var (person, company) = (limits.Value.PersonEventsPerSecond, limits.Value.CompanyEventsPerSecond);
        limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HubCallerContext, string>(caller =>
                SignInClaims.Read(caller.User ?? Nobody) is { SignedIn: true } claims
                    ? Bucket(claims.Person.Value.ToString("N"), person)
                    : Bucket(caller.ConnectionId, person)
            ),
            PartitionedRateLimiter.Create<HubCallerContext, Guid>(caller =>
                CompanyClaim.Read(SignInClaims.Read(caller.User ?? Nobody)) is { Outcome: BindingOutcome.Bound } claim
                    ? Bucket(claim.CompanyId.Value, company)
                    : RateLimitPartition.GetNoLimiter(Guid.Empty)
            )
        );
    }

    /// <summary>How many events waited for their turn since the process started.</summary>
    public long Slowed => Interlocked.Read(ref slowed);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (Counted.Contains(invocationContext.HubMethodName))
        {
            var turn = limiter.AcquireAsync(invocationContext.Context, 1, invocationContext.Context.ConnectionAborted);
            if (!turn.IsCompleted)
            {
                Interlocked.Increment(ref slowed);
            }

            using var lease = await turn;
            if (!lease.IsAcquired)
            {
                throw new HubException("Too much was asked over this connection at once.");
            }
        }

        return await next(invocationContext);
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();

    private static RateLimitPartition<TKey> Bucket<TKey>(TKey key, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ => new TokenBucketRateLimiterOptions
            {
                // A burst as large as two seconds' allowance, given back in small parts.
                TokenLimit = 2 * perSecond,
                TokensPerPeriod = Math.Max(1, perSecond / PeriodsPerSecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / PeriodsPerSecond) / (double)perSecond),
                QueueLimit = MostWaiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
}
