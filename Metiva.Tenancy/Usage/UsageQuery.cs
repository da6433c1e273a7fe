using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Memberships;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Usage;

/// <summary>Lists what companies use; shares are worked out, sorted, filtered and paged in the database.</summary>
internal static class UsageQuery
{
    private static readonly PlanQuotas Standard = PlanQuotas.Of(Plan.Standard);
    private static readonly PlanQuotas Plus = PlanQuotas.Of(Plan.Plus);
    private static readonly PlanQuotas Dedicated = PlanQuotas.Of(Plan.Dedicated);

    internal static async Task<Listed<CompanyUse>> ListAsync(
        ControlPlaneContext context,
        UsageFilter filter,
        UsageMonth month,
        CancellationToken cancellationToken
    )
    {
        var found = Rows(context, month);
        if (SearchPattern.Of(filter.Search) is { } pattern)
        {
            found = found.Where(row => EF.Functions.Like(row.Name, pattern, SearchPattern.Escape));
        }

        if (filter.Plan is { } plan)
        {
            found = found.Where(row => row.Plan == plan);
        }

        var shares = Shares(found);
        if (filter.FromPercent is { } least)
        {
            shares = shares.Where(row => row.ByMembers >= least || row.ByStorage >= least || row.ByCalls >= least || row.ByEvents >= least);
        }

        var total = await shares.CountAsync(cancellationToken);
        var page = await Sorted(shares, filter)
            .ThenBy(row => row.Name)
            .ThenBy(row => row.Id)
            .Skip(Math.Max(0, filter.Skip))
            .Take(Math.Clamp(filter.Take, 1, CompanyMembers.MaxTake))
            .ToListAsync(cancellationToken);
        return new Listed<CompanyUse>(
            [.. page.Select(row => new CompanyUse(row.Id, row.Name, row.Plan, row.Members, row.Storage, row.Calls, row.Events))],
            total
        );
    }

    private static IQueryable<Row> Rows(ControlPlaneContext context, UsageMonth month)
    {
        var (present, current) = (UsageMonth.Now.Value, month.Value);
        return from company in context.Companies
            join counted in context.Memberships.GroupBy(member => member.CompanyId).Select(of => new { of.Key, Count = of.Count() })
                on company.Id equals counted.Key
                into members
            from member in members.DefaultIfEmpty()
            join stored in context.UsageCounters.Where(row => row.Month == present && row.Resource == UsageResource.StorageBytes)
                on company.Id equals stored.CompanyId
                into storages
            from storage in storages.DefaultIfEmpty()
            join called in context.UsageCounters.Where(row => row.Month == current && row.Resource == UsageResource.ApiCalls)
                on company.Id equals called.CompanyId
                into calls
            from call in calls.DefaultIfEmpty()
            join happened in context.UsageCounters.Where(row => row.Month == current && row.Resource == UsageResource.Events)
                on company.Id equals happened.CompanyId
                into happenings
            from happening in happenings.DefaultIfEmpty()
            select new Row
            {
                Id = company.Id,
                Name = company.Name,
                Plan = company.Plan,
                Members = (int?)member.Count ?? 0,
                Storage = (long?)storage.Used ?? 0,
                Calls = (long?)call.Used ?? 0,
                Events = (long?)happening.Used ?? 0,
            };
    }

    // In tenths of a percent and in fractions of it: companies are told apart that are close to one another.
    private static IQueryable<Row> Shares(IQueryable<Row> rows) =>
        rows.Select(row => new Row
        {
            Id = row.Id,
            Name = row.Name,
            Plan = row.Plan,
            Members = row.Members,
            Storage = row.Storage,
            Calls = row.Calls,
            Events = row.Events,
            ByMembers =
                row.Members
                * 100.0
                / (
                    row.Plan == Plan.Dedicated ? Dedicated.Members
                    : row.Plan == Plan.Plus ? Plus.Members
                    : Standard.Members
                ),
            ByStorage =
                row.Storage
                * 100.0
                / (
                    row.Plan == Plan.Dedicated ? Dedicated.StorageBytes
                    : row.Plan == Plan.Plus ? Plus.StorageBytes
                    : Standard.StorageBytes
                ),
            ByCalls =
                row.Calls
                * 100.0
                / (
                    row.Plan == Plan.Dedicated ? Dedicated.ApiCallsPerMonth
                    : row.Plan == Plan.Plus ? Plus.ApiCallsPerMonth
                    : Standard.ApiCallsPerMonth
                ),
            ByEvents =
                row.Events
                * 100.0
                / (
                    row.Plan == Plan.Dedicated ? Dedicated.EventsPerMonth
                    : row.Plan == Plan.Plus ? Plus.EventsPerMonth
                    : Standard.EventsPerMonth
                ),
        });

    private static IOrderedQueryable<Row> Sorted(IQueryable<Row> rows, UsageFilter filter) =>
        (filter.Sort, filter.Descending) switch
        {
            (UsageSort.Name, false) => rows.OrderBy(row => row.Name),
            (UsageSort.Name, true) => rows.OrderByDescending(row => row.Name),
            (UsageSort.Members, false) => rows.OrderBy(row => row.ByMembers),
            (UsageSort.Members, true) => rows.OrderByDescending(row => row.ByMembers),
            (UsageSort.Storage, false) => rows.OrderBy(row => row.ByStorage),
            (UsageSort.Storage, true) => rows.OrderByDescending(row => row.ByStorage),
            (UsageSort.ApiCalls, false) => rows.OrderBy(row => row.ByCalls),
            (UsageSort.ApiCalls, true) => rows.OrderByDescending(row => row.ByCalls),
            (UsageSort.Events, false) => rows.OrderBy(row => row.ByEvents),
            (UsageSort.Events, true) => rows.OrderByDescending(row => row.ByEvents),
            (_, false) => rows.OrderBy(row =>
                row.ByMembers >= row.ByStorage && row.ByMembers >= row.ByCalls && row.ByMembers >= row.ByEvents ? row.ByMembers
                : row.ByStorage >= row.ByCalls && row.ByStorage >= row.ByEvents ? row.ByStorage
                : row.ByCalls >= row.ByEvents ? row.ByCalls
                : row.ByEvents
            ),
            (_, true) => rows.OrderByDescending(row =>
                row.ByMembers >= row.ByStorage && row.ByMembers >= row.ByCalls && row.ByMembers >= row.ByEvents ? row.ByMembers
                : row.ByStorage >= row.ByCalls && row.ByStorage >= row.ByEvents ? row.ByStorage
                : row.ByCalls >= row.ByEvents ? row.ByCalls
                : row.ByEvents
            ),
        };

    /// <summary>A row as it is read.</summary>
    internal sealed record Row
    {
        public CompanyId Id { get; init; }
        public string Name { get; init; } = "";
        public Plan Plan { get; init; }
        public int Members { get; init; }
        public long Storage { get; init; }
        public long Calls { get; init; }
        public long Events { get; init; }
        public double ByMembers { get; init; }
        public double ByStorage { get; init; }
        public double ByCalls { get; init; }
        public double ByEvents { get; init; }
    }
}
