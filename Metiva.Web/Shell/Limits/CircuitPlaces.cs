using System.Runtime.CompilerServices;
using System.Security.Claims;
using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.SignalR;

namespace Metiva.Web.Shell.Limits;

/// <summary>
/// Takes a circuit's place before the circuit is made, whether somebody asked for its page or not. Where there is none the call fails and
/// its connection ends, so nothing stays open. A reconnect keeps the place that its circuit has.
/// </summary>
internal sealed class CircuitPlaces(CircuitCounts counts) : IHubFilter
{
    /// <summary>What the browser is told, with a refusal's code, before its connection ends (wwwroot/circuit.js).</summary>
    internal const string Refused = "Metiva.CircuitRefused";

    // Each connection has a principal of its own, and the framework gives the circuit that very one.
    private readonly ConditionalWeakTable<ClaimsPrincipal, CircuitPlace> places = [];

    /// <summary>The place of the circuit that opened with this principal; null when it came past the hub.</summary>
    internal CircuitPlace? Of(ClaimsPrincipal principal) => places.TryGetValue(principal, out var place) ? place : null;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        if (invocationContext.HubMethodName != "StartCircuit")
        {
            return await next(invocationContext);
        }

        var place = await TakeAsync(invocationContext);
        object? started = null;
        try
        {
            started = await next(invocationContext);
            return started;
        }
        finally
        {
            // The framework answers with nothing when no circuit came of it.
            if (started is null)
            {
                place.Dispose();
            }
        }
    }

    private async ValueTask<CircuitPlace> TakeAsync(HubInvocationContext call)
    {
        var connection = call.Context;
        if (
            connection.User is not { } principal
            || SignInClaims.Read(principal) is not { SignedIn: true } claims
            || Of(principal) is not null
        )
        {
            connection.Abort();
            throw new HubException("A connection carries one circuit, of somebody who is signed in.");
        }

        var claim = CompanyClaim.Read(claims);
        var place = counts.TryTake(claims.Person.Value, claim.Outcome == BindingOutcome.Bound ? claim.CompanyId.Value : null);
        if (place is null)
        {
            // An aborted connection still delivers what was sent before, but not the answer to this call.
            await call.Hub.Clients.Caller.SendAsync(Refused, Refusal.TooManyPages.Code, connection.ConnectionAborted);
            connection.Abort();
            throw new HubException(Refusal.TooManyPages.Code);
        }

        places.Add(principal, place);
        return place;
    }
}
