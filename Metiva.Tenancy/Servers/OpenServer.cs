using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>Lets a server take companies again.</summary>
public sealed class OpenServer(TenantScope scope, ControlPlaneDatabase controlPlane, TimeProvider time)
{
    /// <summary>Which server.</summary>
    public sealed record Command(string Name);

    /// <summary>Does it. Safe to repeat.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Task<Result<string>> Run(Command command, CancellationToken cancellationToken) =>
        ServerStates.ChangeAsync(scope.Context, controlPlane, time, command.Name, ServerState.Open, cancellationToken);
}

/// <summary>Lets a server take no more companies. Those that are there stay.</summary>
public sealed class CloseServer(TenantScope scope, ControlPlaneDatabase controlPlane, TimeProvider time)
{
    /// <summary>Which server.</summary>
    public sealed record Command(string Name);

    /// <summary>Does it. Safe to repeat.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Task<Result<string>> Run(Command command, CancellationToken cancellationToken) =>
        ServerStates.ChangeAsync(scope.Context, controlPlane, time, command.Name, ServerState.Closed, cancellationToken);
}

internal static class ServerStates
{
    internal static async Task<Result<string>> ChangeAsync(
        TenantContext by,
        ControlPlaneDatabase controlPlane,
        TimeProvider time,
        string name,
        ServerState state,
        CancellationToken cancellationToken
    )
    {
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        return await controlPlane.WriteAsync<string>(
            async (context, token) =>
            {
                if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, token) is { } now)
                {
                    return now;
                }

                var row = await context.Servers.SingleOrDefaultAsync(row => row.Name == name, token);
                if (row is null)
                {
                    return new NotFound();
                }

                if (row.State == state)
                {
                    return name;
                }

                row.State = state;
                row.Version++;
                var (action, word) = state == ServerState.Open ? ("servers.open", "opened") : ("servers.close", "closed");
                context.ControlAudit.Add(AgencyCommand.Line(time.GetUtcNow(), by, action, company: null, $"Server '{name}' {word}"));
                return name;
            },
            cancellationToken
        );
    }
}
