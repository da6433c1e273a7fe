using Metiva.Domain.Access;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Memberships;

namespace Metiva.Tenancy.Servers;

/// <summary>A server in the registry's list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Engine">Which engine runs there.</param>
/// <param name="Region">Where its data stays.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Companies">How many companies are on it, those on their way included.</param>
/// <param name="DedicatedTo">The company that has it to itself; null when it is shared.</param>
/// <param name="State">Whether it takes companies.</param>
/// <param name="CheckedAt">When it was last asked how it is.</param>
/// <param name="Trouble">What the last check found wrong; null when it worked, or when there was none.</param>
/// <param name="Version">Counts changes; pass it on when changing it.</param>
public sealed record RegisteredServer(
    string Name,
    string Engine,
    string Region,
    string Address,
    int Companies,
    string? DedicatedTo,
    ServerState State,
    DateTimeOffset? CheckedAt,
    ServerTrouble? Trouble,
    long Version
);

/// <summary>How a server was at its last check.</summary>
public enum ServerCondition
{
    /// <summary>It worked.</summary>
    Works,

    /// <summary>Something was wrong.</summary>
    Trouble,

    /// <summary>It was never checked.</summary>
    Unchecked,
}

/// <summary>By what servers are sorted.</summary>
public enum ServerSort
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The region.</summary>
    Region,

    /// <summary>How many companies there are.</summary>
    Companies,

    /// <summary>Open or closed.</summary>
    State,

    /// <summary>When it was checked.</summary>
    Checked,
}

/// <summary>What to list of the servers.</summary>
public sealed record ServerFilter(
    string? Search = null,
    ServerState? State = null,
    ServerCondition? Condition = null,
    ServerSort Sort = ServerSort.Name,
    bool Descending = false,
    int Skip = 0,
    int Take = 25
);

/// <summary>The registry of servers, for the agency's Owner and Admin while bound to the agency.</summary>
public sealed class ServerRegistry(TenantScope scope, ControlPlaneDatabase controlPlane, IServerEngine servers, IDatabaseEngine engine)
{
    /// <summary>The engine of this installation.</summary>
    public string Engine => engine.Name;

    /// <summary>Whether a server is reached with an administrator's connection string.</summary>
    public bool HasAdministrator => servers.HasAdministrator;

    /// <summary>A page of servers.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<RegisteredServer>>> ListAsync(ServerFilter filter, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.ControlPlane.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        return await controlPlane.ReadAsync((context, token) => ServerQuery.ListAsync(context, filter, token), cancellationToken);
    }
}
