using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Microsoft.AspNetCore.SignalR;

namespace Metiva.Web.Shell.Circuits;

/// <summary>Remembers, under a hash of the circuit's secret, which person, company, session and view opened it.</summary>
internal sealed class CircuitOwners(TenancyOptions options, TimeProvider time)
{
    private const int SweepEvery = 500;
    private readonly ConcurrentDictionary<string, Owned> owners = new(StringComparer.Ordinal);
    private int remembered;

    internal void Remember(string secret, ClaimsPrincipal principal)
    {
        owners[Hash(secret)] = new Owned(Owner.Of(principal), time.GetUtcNow() + options.SessionAbsolute);
        if (Interlocked.Increment(ref remembered) % SweepEvery == 0)
        {
            Sweep();
        }
    }

    /// <summary>Whether this principal is the very one that opened the circuit. An unknown secret belongs to nobody.</summary>
    internal bool Owns(string? secret, ClaimsPrincipal principal) =>
        secret is not null && owners.TryGetValue(Hash(secret), out var owned) && owned.Owner.SignedIn && owned.Owner == Owner.Of(principal);

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (secret, owned) in owners)
        {
            if (owned.Until < now)
            {
                owners.TryRemove(secret, out _);
            }
        }
    }

    private sealed record Owned(Owner Owner, DateTimeOffset Until);

    private readonly record struct Owner(bool SignedIn, Guid Person, Guid Session, string? Company, bool ViewAsClient)
    {
        internal static Owner Of(ClaimsPrincipal principal)
        {
            var claims = SignInClaims.Read(principal);
            return new Owner(claims.SignedIn, claims.Person.Value, claims.Session.Value, claims.Company, claims.ViewAsClient);
        }
    }
}

/// <summary>
/// A reconnecting browser keeps the circuit and brings a new principal, and the framework's own handlers see that too late. So it is
/// refused here, before the circuit is touched.
/// </summary>
internal sealed class CircuitOwnerFilter(CircuitOwners owners, ILogger<CircuitOwnerFilter> logger) : IHubFilter
{
    private static readonly ClaimsPrincipal Nobody = new();

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        var principal = invocationContext.Context.User ?? Nobody;
        switch (invocationContext.HubMethodName)
        {
            case "StartCircuit":
                var started = await next(invocationContext);
                if (started is string secret)
                {
                    owners.Remember(secret, principal);
                }

                return started;
            case "ConnectCircuit" when !owners.Owns(invocationContext.HubMethodArguments.FirstOrDefault() as string, principal):
                logger.LogWarning("A circuit was refused to a browser that is not signed in as the one that opened it.");
                return false;
            case "ResumeCircuit":
                // Persisted circuits are off; nothing that a browser kept may rebuild one.
                logger.LogWarning("A browser asked to resume a persisted circuit. There are none.");
                return null;
            default:
                return await next(invocationContext);
        }
    }
}
