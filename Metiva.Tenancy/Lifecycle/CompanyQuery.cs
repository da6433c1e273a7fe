using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Memberships;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>Lists companies; pages, sorts and filters in the database.</summary>
internal static class CompanyQuery
{
    internal static IQueryable<Row> Summaries(ControlPlaneContext context) =>
        context.Companies.Select(company => new Row
        {
            Id = company.Id,
            Name = company.Name,
            Kind = company.Kind,
            State = company.State,
            Server = company.Server,
            Database = company.Database,
            SchemaVersion = company.SchemaVersion,
            Members = context.Memberships.Count(member => member.CompanyId == company.Id),
            LastActivityAt = company.LastActivityAt,
            Plan = company.Plan,
        });

    internal static async Task<Listed<RegisteredCompany>> ListAsync(
        ControlPlaneContext context,
        CompanyFilter filter,
        CancellationToken cancellationToken
    )
    {
        var found = Summaries(context);
        if (SearchPattern.Of(filter.Search) is { } pattern)
        {
            found = found.Where(row => EF.Functions.Like(row.Name, pattern, SearchPattern.Escape));
        }

        if (filter.State is { } state)
        {
            found = found.Where(row => row.State == state);
        }

        if (filter.Kind is { } kind)
        {
            found = found.Where(row => row.Kind == kind);
        }

        var total = await found.CountAsync(cancellationToken);
        var rows = await Sorted(found, filter)
            .ThenBy(row => row.Id)
            .Skip(Math.Max(0, filter.Skip))
            .Take(Math.Clamp(filter.Take, 1, CompanyMembers.MaxTake))
            .ToListAsync(cancellationToken);
        return new Listed<RegisteredCompany>([.. rows.Select(row => row.ToSummary())], total);
    }

    internal static async Task<Listed<ControlAuditEntry>> AuditAsync(
        ControlPlaneContext context,
        CompanyId company,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var found = context.ControlAudit.Where(row => row.CompanyId == company);
        var total = await found.CountAsync(cancellationToken);
        var rows = await found
            .OrderByDescending(row => row.Sequence)
            .Skip(Math.Max(0, skip))
            .Take(Math.Clamp(take, 1, CompanyMembers.MaxTake))
            .Select(row => new ControlAuditEntry(row.Sequence, row.At, row.PersonName, row.Action, row.Summary))
            .ToListAsync(cancellationToken);
        return new Listed<ControlAuditEntry>(rows, total);
    }

    private static IOrderedQueryable<Row> Sorted(IQueryable<Row> rows, CompanyFilter filter) =>
        (filter.Sort, filter.Descending) switch
        {
            (CompanySort.State, false) => rows.OrderBy(row => row.State).ThenBy(row => row.Name),
            (CompanySort.State, true) => rows.OrderByDescending(row => row.State).ThenBy(row => row.Name),
            (CompanySort.Server, false) => rows.OrderBy(row => row.Server).ThenBy(row => row.Database),
            (CompanySort.Server, true) => rows.OrderByDescending(row => row.Server).ThenByDescending(row => row.Database),
            (CompanySort.Schema, false) => rows.OrderBy(row => row.SchemaVersion).ThenBy(row => row.Name),
            (CompanySort.Schema, true) => rows.OrderByDescending(row => row.SchemaVersion).ThenBy(row => row.Name),
            (CompanySort.Members, false) => rows.OrderBy(row => row.Members).ThenBy(row => row.Name),
            (CompanySort.Members, true) => rows.OrderByDescending(row => row.Members).ThenBy(row => row.Name),
            (CompanySort.LastActivity, false) => rows.OrderBy(row => row.LastActivityAt).ThenBy(row => row.Name),
            (CompanySort.LastActivity, true) => rows.OrderByDescending(row => row.LastActivityAt).ThenBy(row => row.Name),
            (_, false) => rows.OrderBy(row => row.Name),
            (_, true) => rows.OrderByDescending(row => row.Name),
        };

    /// <summary>A row as it is read.</summary>
    internal sealed record Row
    {
        public CompanyId Id { get; init; }
        public string Name { get; init; } = "";
        public CompanyKind Kind { get; init; }
        public CompanyState State { get; init; }
        public string Server { get; init; } = "";
        public string Database { get; init; } = "";
        public int SchemaVersion { get; init; }
        public int Members { get; init; }
        public DateTimeOffset? LastActivityAt { get; init; }
        public Plan Plan { get; init; }

        internal RegisteredCompany ToSummary() =>
            new(Id, Name, Kind, State, Server, Database, SchemaVersion, Members, LastActivityAt, Plan);
    }
}
