using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>
/// Registers a server of this installation's engine. The row comes first and is closed until the vault holds the administrator's
/// connection string: so a name that is taken never overwrites another server's secret, and a crash in between leaves a closed server
/// that says what it misses.
/// </summary>
public sealed class RegisterServer(
    TenantScope scope,
    ControlPlaneDatabase controlPlane,
    IServerEngine servers,
    IDatabaseEngine engine,
    TimeProvider time
)
{
    /// <summary>What to register.</summary>
    /// <param name="Name">Its name, for good.</param>
    /// <param name="Region">Where its data stays.</param>
    /// <param name="Address">Where it is; empty is the place that the settings name.</param>
    /// <param name="Administrator">The administrator's connection string, for an engine that has one. It goes to the vault only.</param>
    /// <param name="OutsideEu">Said by the person: this region is outside the EU.</param>
    public sealed record Command(string? Name, string? Region, string? Address, string? Administrator = null, bool OutsideEu = false)
    {
        /// <summary>The name only: the rest holds a secret.</summary>
        public override string ToString() => $"RegisterServer {Name}";
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

        if (Wrong(command) is { } wrong)
        {
            return wrong;
        }

        var row = new ServerRow
        {
            Name = command.Name!.Trim(),
            Engine = engine.Name,
            Region = command.Region!.Trim(),
            Address = command.Address?.Trim() ?? "",
            State = servers.HasAdministrator ? ServerState.Closed : ServerState.Open,
            Trouble = servers.HasAdministrator ? nameof(ServerTrouble.CredentialMissing) : null,
        };
        var registered = await controlPlane.WriteAsync<string>((context, token) => AddAsync(context, row, by, token), cancellationToken);
        return !registered.Ok || !servers.HasAdministrator ? registered : await EntrustAsync(row.Name, row.Address, command.Administrator!);
    }

    private Error? Wrong(Command command) =>
        ServerFacts.Check(command.Name, command.Region, command.Address)
        ?? ServerFacts.CheckAdministrator(command.Administrator, servers.HasAdministrator)
        ?? (servers.HasAdministrator ? servers.CheckAdministrator(command.Administrator!.Trim()) : null)
        ?? servers.CheckAddress(command.Address?.Trim() ?? "")
        ?? Placement.Cross(from: null, command.Region!.Trim(), new RegionDecision(OutsideEu: command.OutsideEu));

    private async Task<Result<string>> AddAsync(
        ControlPlaneContext context,
        ServerRow row,
        TenantContext by,
        CancellationToken cancellationToken
    )
    {
        if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, cancellationToken) is { } denied)
        {
            return denied;
        }

        var known = await context.Servers.AsNoTracking().ToListAsync(cancellationToken);
        if (known.Exists(other => string.Equals(other.Name, row.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return new ServerNameTaken();
        }

        if (known.Exists(other => string.Equals(other.Address, row.Address, StringComparison.OrdinalIgnoreCase)))
        {
            return new ServerAddressTaken();
        }

        context.Servers.Add(row);
        context.ControlAudit.Add(
            AgencyCommand.Line(
                time.GetUtcNow(),
                by,
                "servers.register",
                company: null,
                $"Server '{row.Name}' registered in {Said(row.Region)}"
            )
        );
        return row.Name;
    }

    private async Task<Result<string>> EntrustAsync(string name, string address, string administrator)
    {
        try
        {
            await servers.KeepAdministratorAsync(name, address, administrator.Trim(), CancellationToken.None);
        }
        catch (VaultUnavailableException)
        {
            return new ServerCredentialNotKept();
        }

        return await controlPlane.WriteAsync<string>(
            async (context, token) =>
            {
                var row = await context.Servers.SingleAsync(row => row.Name == name, token);
                (row.State, row.Trouble) = (ServerState.Open, null);
                row.Version++;
                return name;
            },
            CancellationToken.None
        );
    }

    /// <summary>A region as the audit tells of it.</summary>
    internal static string Said(string region) =>
        Regions.IsInEu(region) ? $"region {region}" : $"region {region}, outside the EU, as decided by whoever did this";
}

/// <summary>The server stands in the registry, but without its administrator's connection string.</summary>
public sealed record ServerCredentialNotKept()
    : Error(
        "servers.credential-not-kept",
        "The vault did not take the administrator's connection string. What else was said is kept; give the connection string again later."
    );
