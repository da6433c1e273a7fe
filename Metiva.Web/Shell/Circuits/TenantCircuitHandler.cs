using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Metiva.Web.Shell.Circuits;

/// <summary>Binds a circuit when it opens, before anything is rendered, and never again.</summary>
internal sealed class TenantCircuitHandler(
    TenantScope scope,
    Binder binder,
    CircuitPrincipal principal,
    CircuitStanding standing,
    CircuitMonitor monitor,
    Snapshots snapshots
) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await principal.GetAuthenticationStateAsync();

        // A circuit that begins in some other way than through the hub's filter has no place and shows nothing.
        scope.Freeze(principal.HasPlace ? binder.Bind(state.User) : BindingOutcome.Busy);
        monitor.Add(circuit.Id, standing);
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        monitor.Remove(circuit.Id);
        principal.Leave();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        activity =>
        {
            if (standing.Outcome == BindingOutcome.Bound && scope.ContextOrNull is { } tenant)
            {
                snapshots.Sessions.Touch(tenant.SessionId);
            }

            return next(activity);
        };
}
