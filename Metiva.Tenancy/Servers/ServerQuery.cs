using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Memberships;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>Lists servers; pages, sorts and filters in the database.</summary>
internal static class ServerQuery
{
    internal static async Task<Listed<RegisteredServer>> ListAsync(
        ControlPlaneContext context,
        ServerFilter filter,
        CancellationToken cancellationToken
    )
    {
        var found = Rows(context);
        if (SearchPattern.Of(filter.Search) is { } pattern)
        {
            found = found.Where(row =>
                EF.Functions.Like(row.Name, pattern, SearchPattern.Escape) || EF.Functions.Like(row.Region, pattern, SearchPattern.Escape)
            );
        }

        if (filter.State is { } state)
        {
            found = found.Where(row => row.State == state);
        }

        found = filter.Condition switch
        {
            ServerCondition.Works => found.Where(row => row.CheckedAt != null && row.Trouble == null),
            ServerCondition.Trouble => found.Where(row => row.Trouble != null),
            ServerCondition.Unchecked => found.Where(row => row.CheckedAt == null),
            _ => found,
        };
        var total = await found.CountAsync(cancellationToken);
        var rows = await Sorted(found, filter)
            .Skip(Math.Max(0, filter.Skip))
            .Take(Math.Clamp(filter.Take, 1, CompanyMembers.MaxTake))
            .ToListAsync(cancellationToken);
        return new Listed<RegisteredServer>([.. rows.Select(row => row.ToSummary())], total);
    }

    private static IQueryable<Row> Rows(ControlPlaneContext context) =>
        context.Servers.Select(server => new Row
        {
            Name = server.Name,
            Engine = server.Engine,
            Region = server.Region,
            Address = server.Address,
            Companies = context.Companies.Count(company =>
                company.Server == server.Name
                || context.CompanyMoves.Any(move =>
                    move.CompanyId == company.Id && (move.ToServer == server.Name || move.FromServer == server.Name)
                )
            ),
            DedicatedTo = context
                .Companies.Where(company => company.Server == server.Name && company.Plan == Plan.Dedicated)
                .Select(company => company.Name)
                .FirstOrDefault(),
            State = server.State,
            CheckedAt = server.CheckedAt,
            Trouble = server.Trouble,
            Version = server.Version,
        });

    private static IOrderedQueryable<Row> Sorted(IQueryable<Row> rows, ServerFilter filter) =>
        (filter.Sort, filter.Descending) switch
        {
            (ServerSort.Region, false) => rows.OrderBy(row => row.Region).ThenBy(row => row.Name),
            (ServerSort.Region, true) => rows.OrderByDescending(row => row.Region).ThenBy(row => row.Name),
            (ServerSort.Companies, false) => rows.OrderBy(row => row.Companies).ThenBy(row => row.Name),
            (ServerSort.Companies, true) => rows.OrderByDescending(row => row.Companies).ThenBy(row => row.Name),
            (ServerSort.State, false) => rows.OrderBy(row => row.State).ThenBy(row => row.Name),
            (ServerSort.State, true) => rows.OrderByDescending(row => row.State).ThenBy(row => row.Name),
            (ServerSort.Checked, false) => rows.OrderBy(row => row.CheckedAt).ThenBy(row => row.Name),
            (ServerSort.Checked, true) => rows.OrderByDescending(row => row.CheckedAt).ThenBy(row => row.Name),
            (_, false) => rows.OrderBy(row => row.Name),
            (_, true) => rows.OrderByDescending(row => row.Name),
        };

    private sealed record Row
    {
        public string Name { get; init; } = "";
        public string Engine { get; init; } = "";
        public string Region { get; init; } = "";
        public string Address { get; init; } = "";
        public int Companies { get; init; }
        public string? DedicatedTo { get; init; }
        public ServerState State { get; init; }
        public DateTimeOffset? CheckedAt { get; init; }
        public string? Trouble { get; init; }
        public long Version { get; init; }

        internal RegisteredServer ToSummary() =>
            new(
                Name,
                Engine,
                Region,
                Address,
                Companies,
                DedicatedTo,
                State,
                CheckedAt,
                Enum.TryParse<ServerTrouble>(Trouble, out var trouble) ? trouble : null,
                Version
            );
    }
}
