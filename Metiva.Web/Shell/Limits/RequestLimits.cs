using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// Lets nobody ask so much that others notice: each person, each company and each address that is not signed in has an allowance of its
/// own. Over it is answered at once with 429 and when to come back, before anything was bound or read.
/// </summary>
internal static class RequestLimits
{
    /// <summary>The policy of what begins a sign-in.</summary>
    internal const string SignIn = "sign-in";

    /// <summary>Adds them.</summary>
    internal static void AddRequestLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<LimitOptions>()
            .Bind(configuration.GetSection(LimitOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<CircuitCounts>();
        services.AddSingleton<CircuitPlaces>();
        services.AddSingleton<CircuitPace>();
        services
            .AddOptions<HubOptions>()
            .Configure<IOptions<LimitOptions>>((hub, limits) => hub.MaximumReceiveMessageSize = limits.Value.CircuitMessageBytes);
        services.AddRateLimiter(_ => { });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>>(
                (limiter, limits) =>
                {
                    limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(ByCaller(limits.Value), ByCompany(limits.Value));
                    limiter.AddPolicy(SignIn, context => PerMinute(Caller.AddressOf(context), limits.Value.AddressSignInsPerMinute));
                    limiter.OnRejected = RefuseAsync;
                }
            );
    }

    /// <summary>A bucket that fills over a minute.</summary>
    internal static RateLimitPartition<TKey> PerMinute<TKey>(TKey key, int permits) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(permits, permits, TimeSpan.FromMinutes(1)));

    private static PartitionedRateLimiter<HttpContext> ByCaller(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, Caller>(context =>
        {
            var caller = Caller.Of(context);
            return caller.IsPerson
                ? PerSecond(caller, limits.PersonRequestsPerSecond, limits.PersonBurst)
                : PerSecond(caller, limits.AddressRequestsPerSecond, limits.AddressBurst);
        });

    /// <summary>Only what the verified claim names; whoever has none has no company's allowance to use up.</summary>
    private static PartitionedRateLimiter<HttpContext> ByCompany(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, Guid>(context =>
        {
            var claim = CompanyClaim.Read(SignInClaims.Read(context.User));
            return claim.Outcome == BindingOutcome.Bound
                ? PerSecond(claim.CompanyId.Value, limits.CompanyRequestsPerSecond, limits.CompanyBurst)
                : RateLimitPartition.GetNoLimiter(Guid.Empty);
        });

    private static RateLimitPartition<TKey> PerSecond<TKey>(TKey key, int permits, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => Bucket(permits, Math.Max(permits, burst), TimeSpan.FromSeconds(1)));

    private static TokenBucketRateLimiterOptions Bucket(int permits, int most, TimeSpan period) =>
        new()
        {
            TokenLimit = most,
            TokensPerPeriod = permits,
            ReplenishmentPeriod = period,
            QueueLimit = 0,
        };

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await RefusalResponse.WriteAsync(rejected.HttpContext, Refusal.TooManyRequests);
    }

    /// <summary>Whose allowance a request uses: the signed-in person's, else the address's.</summary>
    private readonly record struct Caller(Guid Person, string? Address)
    {
        private const int NetworkBytes = 8;

        internal bool IsPerson => Address is null;

        internal static Caller Of(HttpContext context)
        {
            var claims = SignInClaims.Read(context.User);
            return claims.SignedIn ? new Caller(claims.Person.Value, null) : new Caller(default, AddressOf(context));
        }

        // Of IPv6 one subscriber has at least the second half to himself.
        internal static string AddressOf(HttpContext context)
        {
            var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
            if (address.IsIPv4MappedToIPv6)
            {
                address = address.MapToIPv4();
            }

            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
                : address.ToString();
        }
    }
}
