using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>
/// Changes what is written down about a server. Where companies' data lies does not change by writing it down: while there are any,
/// region and address stay. A new address comes with its own administrator's connection string: the one there is goes nowhere else.
/// </summary>
public sealed class ChangeServer(TenantScope scope, ControlPlaneDatabase controlPlane, IServerEngine servers, TimeProvider time)
{
    /// <summary>What it becomes.</summary>
    /// <param name="Name">Which server.</param>
    /// <param name="Region">Where its data stays.</param>
    /// <param name="Address">Where it is.</param>
    /// <param name="Version">The version that the person saw.</param>
    /// <param name="Administrator">A new administrator's connection string; null or empty keeps the one there is.</param>
    /// <param name="OutsideEu">Said by the person: this region is outside the EU.</param>
    public sealed record Command(
        string Name,
        long Version,
        string? Region,
        string? Address,
        string? Administrator = null,
        bool OutsideEu = false
    )
    {
        /// <summary>The name only: the rest holds a secret.</summary>
        public override string ToString() => $"ChangeServer {Name}";
    }

    /// <summary>Does it. The value is the server's name.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<string>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        if (
            (
                ServerFacts.Check(command.Name, command.Region, command.Address)
                ?? ServerFacts.CheckAdministrator(command.Administrator, required: false)
                ?? servers.CheckAddress(command.Address?.Trim() ?? "")
            ) is
            { } wrong
        )
        {
            return wrong;
        }

        var entrusts = servers.HasAdministrator && !string.IsNullOrWhiteSpace(command.Administrator);
        if (entrusts && servers.CheckAdministrator(command.Administrator!.Trim()) is { } unusable)
        {
            return unusable;
        }

        var changed = await controlPlane.WriteAsync<string>(
            (context, token) => ChangeAsync(context, command, by, entrusts, token),
            cancellationToken
        );
        if (!changed.Ok || !entrusts)
        {
            return changed;
        }

        try
        {
            var address = command.Address?.Trim() ?? "";
            await servers.KeepAdministratorAsync(command.Name, address, command.Administrator!.Trim(), CancellationToken.None);
            return changed;
        }
        catch (VaultUnavailableException)
        {
            return new ServerCredentialNotKept();
        }
    }

    private async Task<Result<string>> ChangeAsync(
        ControlPlaneContext context,
        Command command,
        TenantContext by,
        bool entrusts,
        CancellationToken cancellationToken
    )
    {
        if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, cancellationToken) is { } denied)
        {
            return denied;
        }

        var row = await context.Servers.SingleOrDefaultAsync(row => row.Name == command.Name, cancellationToken);
        if (row is null)
        {
            return new NotFound();
        }

        var (region, address) = (command.Region!.Trim(), command.Address?.Trim() ?? "");
        if (row.Version != command.Version)
        {
            return new ChangedMeanwhile();
        }

        var inUse = await ServerStandings.OnIt(context, row.Name).AnyAsync(cancellationToken);
        if (inUse && (row.Region != region || row.Address != address))
        {
            return new ServerHoldsCompanies();
        }

        if (row.Address != address && servers.HasAdministrator && !entrusts)
        {
            return new InvalidField("administrator", "required");
        }

        if (row.Region != region && Placement.Cross(null, region, new RegionDecision(OutsideEu: command.OutsideEu)) is { } crossing)
        {
            return crossing;
        }

        if (
            row.Address != address
            && await context.Servers.AnyAsync(other => other.Name != row.Name && other.Address == address, cancellationToken)
        )
        {
            return new ServerAddressTaken();
        }

        var moved = row.Address == address ? "" : $"; address '{row.Address}' became '{address}'";
        (row.Region, row.Address) = (region, address);
        row.Version++;
        var secret = entrusts ? "; new administrator's connection string" : "";
        var summary = $"Server '{row.Name}' changed: {RegisterServer.Said(region)}{moved}{secret}";
        context.ControlAudit.Add(AgencyCommand.Line(time.GetUtcNow(), by, "servers.change", company: null, summary));
        return row.Name;
    }
}
