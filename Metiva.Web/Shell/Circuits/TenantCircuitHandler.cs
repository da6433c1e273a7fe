using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Web.Shell.Limits;
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
    CircuitCounts counts,
    Snapshots snapshots
) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        var binding = binder.Bind(state.User);
        if (binding.Context is { } tenant && counts.IsFull(tenant))
        {
            binding = BindingOutcome.Busy;
        }

        scope.Freeze(binding);
        if (scope.ContextOrNull is { } bound)
        {
            counts.Add(circuit.Id, bound);
        }

        monitor.Add(circuit.Id, standing);
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        monitor.Remove(circuit.Id);
        counts.Remove(circuit.Id);
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
