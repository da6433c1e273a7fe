using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>What the commands ask the registry about one company's members.</summary>
internal static class Registry
{
    /// <summary>The person's roles there; none when they are no member.</summary>
    internal static Task<RoleSet> RolesAsync(
        ControlPlaneContext context,
        CompanyId company,
        PersonId person,
        CancellationToken cancellationToken
    ) =>
        context
            .Memberships.Where(member => member.CompanyId == company && member.PersonId == person)
            .Select(member => member.Roles)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>How many Owners there are besides this person.</summary>
    internal static Task<int> OwnersAsync(
        ControlPlaneContext context,
        CompanyId company,
        PersonId besides,
        CancellationToken cancellationToken
    ) =>
        context
            .Memberships.Where(member => member.CompanyId == company && member.PersonId != besides)
            .CountAsync(Holds(Role.Owner), cancellationToken);

    /// <summary>The person's sessions that are bound to the company and not ended, tracked.</summary>
    internal static Task<List<SessionRow>> SessionsAsync(
        ControlPlaneContext context,
        CompanyId company,
        PersonId person,
        CancellationToken cancellationToken
    ) =>
        context
            .Sessions.AsTracking()
            .Where(session => session.PersonId == person && session.CompanyId == company && session.EndedAt == null)
            .ToListAsync(cancellationToken);

    /// <summary>Members who hold the role. Roles are stored by their names, none of which is part of another.</summary>
    internal static System.Linq.Expressions.Expression<Func<MembershipRow, bool>> Holds(Role role)
    {
        var pattern = $"%{role}%";
        return member => EF.Functions.Like((string)(object)member.Roles, pattern);
    }

    /// <summary>Why the invitation cannot be taken at that moment; null when it can.</summary>
    internal static Error? Unusable(this InvitationRow invitation, DateTimeOffset at) =>
        invitation.RevokedAt is not null ? new InvitationRevoked()
        : invitation.AcceptedAt is not null ? new InvitationTaken()
        : at >= invitation.ExpiresAt ? new InvitationExpired()
        : null;

    internal static void End(this SessionRow session, DateTimeOffset at, string reason)
    {
        session.EndedAt = at;
        session.EndReason = reason;
    }
}
