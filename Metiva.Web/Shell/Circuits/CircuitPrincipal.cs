using Metiva.Web.Shell.Limits;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Metiva.Web.Shell.Circuits;

/// <summary>
/// Whom a circuit is for, and its place among those that may be open. It is the first thing that a circuit gets, and it goes with the last:
/// a circuit whose page never comes never opens, has no handler, and must give its place back all the same.
/// </summary>
internal sealed class CircuitPrincipal(CircuitPlaces places)
    : ServerAuthenticationStateProvider,
        IHostEnvironmentAuthenticationStateProvider,
        IDisposable
{
    private CircuitPlace? place;

    /// <summary>Whether a place was taken for it; one that came past the hub's filter has none, and no request has.</summary>
    internal bool HasPlace => place is not null;

    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask)
    {
        // The first principal is the one that the circuit is made with. Those of reconnects bring no place.
        if (authenticationStateTask is { IsCompletedSuccessfully: true, Result: var now })
        {
            place ??= places.Of(now.User);
        }

        SetAuthenticationState(authenticationStateTask);
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave() => place?.Dispose();

    public void Dispose() => Leave();
}
