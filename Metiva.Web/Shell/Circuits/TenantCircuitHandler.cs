using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Metiva.Web.Shell.Circuits;

/// <summary>Binds a circuit when it opens, before anything is rendered, and never again.</summary>
internal sealed class TenantCircuitHandler(
    TenantScope scope,
    Binder binder,
    AuthenticationStateProvider authentication,
    CircuitStanding standing,
    CircuitMonitor monitor,
    Snapshots snapshots
) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        scope.Freeze(binder.Bind(state.User));
        monitor.Add(circuit.Id, standing);
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        monitor.Remove(circuit.Id);
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
