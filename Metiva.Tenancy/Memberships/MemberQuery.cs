using Metiva.Domain.Companies;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>Lists one company's members; pages, sorts and filters in the database.</summary>
internal static class MemberQuery
{
    internal static async Task<Listed<Member>> ListAsync(
        ControlPlaneContext context,
        CompanyId company,
        MemberFilter filter,
        DateTimeOffset now,
        TimeSpan idle,
        CancellationToken cancellationToken
    )
    {
        var idleSince = now - idle;
        var memberships = context.Memberships.Where(member => member.CompanyId == company);
        if (filter.Role is { } role)
        {
            memberships = memberships.Where(Registry.Holds(role));
        }

        var found =
            from member in memberships
            join person in context.People on member.PersonId equals person.Id
            select new { member, person };
        if (SearchPattern.Of(filter.Search) is { } pattern)
        {
            found = found.Where(pair =>
                EF.Functions.Like(pair.person.Name, pattern, SearchPattern.Escape)
                || EF.Functions.Like(pair.person.Email!, pattern, SearchPattern.Escape)
            );
        }

        var total = await found.CountAsync(cancellationToken);
        var rows = found.Select(pair => new
        {
            pair.person.Id,
            pair.person.Name,
            pair.person.Email,
            pair.member.Roles,
            pair.member.CreatedAt,
            Live = context.Sessions.Count(session =>
                session.PersonId == pair.person.Id
                && session.CompanyId == company
                && session.EndedAt == null
                && session.ExpiresAt > now
                && session.LastSeenAt > idleSince
            ),
            LastSeenAt = context
                .Sessions.Where(session => session.PersonId == pair.person.Id && session.CompanyId == company)
                .Max(session => (DateTimeOffset?)session.LastSeenAt),
        });
        var sorted = (filter.Sort, filter.Descending) switch
        {
            (MemberSort.Since, false) => rows.OrderBy(row => row.CreatedAt),
            (MemberSort.Since, true) => rows.OrderByDescending(row => row.CreatedAt),
            (MemberSort.LastSeen, false) => rows.OrderBy(row => row.LastSeenAt),
            (MemberSort.LastSeen, true) => rows.OrderByDescending(row => row.LastSeenAt),
            (_, false) => rows.OrderBy(row => row.Name),
            (_, true) => rows.OrderByDescending(row => row.Name),
        };
        var page = await sorted
            .ThenBy(row => row.Id)
            .Skip(Math.Max(0, filter.Skip))
            .Take(Math.Clamp(filter.Take, 1, CompanyMembers.MaxTake))
            .ToListAsync(cancellationToken);
        return new Listed<Member>(
            [.. page.Select(row => new Member(row.Id, row.Name, row.Email, row.Roles, row.CreatedAt, row.Live, row.LastSeenAt))],
            total
        );
    }
}
