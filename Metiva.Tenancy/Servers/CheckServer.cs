using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Servers;

/// <summary>Asks a server now whether companies can be made there.</summary>
public sealed class CheckServer
{
    private readonly TenantScope scope;
    private readonly Snapshots snapshots;
    private readonly ServerHealth health;

    internal CheckServer(TenantScope scope, Snapshots snapshots, ServerHealth health) =>
        (this.scope, this.snapshots, this.health) = (scope, snapshots, health);

    /// <summary>Which server.</summary>
    public sealed record Command(string Name);

    /// <summary>Does it.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<ServerCheck>> Run(Command command, CancellationToken cancellationToken) =>
        AgencyCommand.Denied(scope.Context) is { } denied ? denied
        : snapshots.Servers.Find(command.Name) is { } server ? await health.CheckAsync(server, cancellationToken)
        : new NotFound();
}
