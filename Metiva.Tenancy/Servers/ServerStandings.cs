using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>Asks the registry, inside the transaction that decides, how a server stands for a company.</summary>
internal static class ServerStandings
{
    /// <summary>The server as it stands for that company; null when there is none by that name.</summary>
    internal static async Task<ServerStanding?> OfAsync(
        ControlPlaneContext context,
        string server,
        CompanyId company,
        CancellationToken cancellationToken
    )
    {
        var row = await context.Servers.AsNoTracking().SingleOrDefaultAsync(row => row.Name == server, cancellationToken);
        if (row is null)
        {
            return null;
        }

        // A Dedicated one in front, if there is one: the first answers both questions about the others.
        var other = await OnIt(context, server)
            .Where(other => other.Id != company)
            .OrderByDescending(other => other.Plan == Plan.Dedicated)
            .Select(other => (Plan?)other.Plan)
            .FirstOrDefaultAsync(cancellationToken);
        return new ServerStanding(
            row.Engine,
            row.Region,
            row.State == ServerState.Open,
            HoldsOthers: other is not null,
            HoldsDedicated: other == Plan.Dedicated
        );
    }

    /// <summary>
    /// The companies on a server. One on its way counts at both ends, until nothing of it is left where it came from: so two that are
    /// put somewhere at the same time see each other.
    /// </summary>
    internal static IQueryable<CompanyRow> OnIt(ControlPlaneContext context, string server) =>
        context.Companies.Where(company =>
            company.Server == server
            || context.CompanyMoves.Any(move => move.CompanyId == company.Id && (move.ToServer == server || move.FromServer == server))
        );
}
