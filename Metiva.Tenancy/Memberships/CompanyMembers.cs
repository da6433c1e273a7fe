using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>A member of the bound company.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Mail address for showing.</param>
/// <param name="Roles">The roles here.</param>
/// <param name="Since">Member since.</param>
/// <param name="LiveSessions">How many sessions are open here now.</param>
/// <param name="LastSeenAt">When last seen here; null when never.</param>
public sealed record Member(
    PersonId PersonId,
    string Name,
    string? Email,
    RoleSet Roles,
    DateTimeOffset Since,
    int LiveSessions,
    DateTimeOffset? LastSeenAt
);

/// <summary>An invitation to the bound company that nobody has taken.</summary>
public sealed record PendingInvitation(
    Guid Id,
    string Email,
    RoleSet Roles,
    string InvitedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    bool Expired
);

/// <summary>What to list of the members.</summary>
/// <param name="Search">Part of a name or address.</param>
/// <param name="Role">Only who holds this role.</param>
/// <param name="Sort">By what.</param>
/// <param name="Descending">From high to low.</param>
/// <param name="Skip">How many rows come before the page; at least 0.</param>
/// <param name="Take">How many rows the page has; 1 to <see cref="CompanyMembers.MaxTake"/>.</param>
public sealed record MemberFilter(
    string? Search = null,
    Role? Role = null,
    MemberSort Sort = MemberSort.Name,
    bool Descending = false,
    int Skip = 0,
    int Take = 25
);

/// <summary>By what members are sorted.</summary>
public enum MemberSort
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>How long they have been a member.</summary>
    Since,

    /// <summary>When they were last seen.</summary>
    LastSeen,
}

/// <summary>A page of rows and how many there are in all.</summary>
public sealed record Listed<T>(IReadOnlyList<T> Rows, int Total);

/// <summary>
/// The members of the bound company, for pages that know nothing of the control plane: the company is the scope's, and there is
/// nothing to pass that could name another.
/// </summary>
public sealed class CompanyMembers(TenantScope scope, ControlPlaneDatabase controlPlane, Snapshots snapshots, TimeProvider time)
{
    /// <summary>The most rows of one page.</summary>
    public const int MaxTake = 200;

    /// <summary>A page of members.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<Member>>> ListAsync(MemberFilter filter, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        var idle = snapshots.Sessions.IdleAt(tenant.CompanyId);
        return await controlPlane.ReadAsync(
            (context, token) => MemberQuery.ListAsync(context, tenant.CompanyId, filter, time.GetUtcNow(), idle, token),
            cancellationToken
        );
    }

    /// <summary>The mail addresses of the members, for mails to them; without those that the directory names none for.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<IReadOnlyDictionary<PersonId, string>>> AddressesAsync(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        return await controlPlane.ReadAsync(
            (context, token) =>
                (
                    from member in context.Memberships
                    join person in context.People on member.PersonId equals person.Id
                    where member.CompanyId == tenant.CompanyId && person.Email != null
                    select new { person.Id, person.Email }
                ).ToDictionaryAsync(row => row.Id, row => row.Email!, token),
            cancellationToken
        );
    }

    /// <summary>The bound person's own mail address; null when the directory names none.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public Task<string?> OwnAddressAsync(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        tenant.Demand(AccessKind.Read);
        return controlPlane.ReadAsync(
            (context, token) =>
                context.People.Where(person => person.Id == tenant.PersonId).Select(person => person.Email).SingleOrDefaultAsync(token),
            cancellationToken
        );
    }

    /// <summary>The invitations that were neither taken nor withdrawn, the newest first; those that ran out within 30 days too.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<IReadOnlyList<PendingInvitation>>> InvitationsAsync(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        var now = time.GetUtcNow();
        var since = now.AddDays(-30);
        return await controlPlane.ReadAsync(
            (context, token) =>
                (
                    from invitation in context.Invitations
                    join person in context.People on invitation.InvitedBy equals person.Id
                    where invitation.CompanyId == tenant.CompanyId && invitation.AcceptedAt == null && invitation.RevokedAt == null
                    where invitation.ExpiresAt > since
                    orderby invitation.CreatedAt descending
                    select new PendingInvitation(
                        invitation.Id,
                        invitation.Email,
                        invitation.Roles,
                        person.Name,
                        invitation.CreatedAt,
                        invitation.ExpiresAt,
                        invitation.ExpiresAt <= now
                    )
                )
                    .Take(MaxTake)
                    .ToListAsync(token),
            cancellationToken
        );
    }
}
