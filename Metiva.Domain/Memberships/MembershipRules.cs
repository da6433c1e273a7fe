using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Memberships;

/// <summary>Somebody and the roles they hold at the company that it is about; none when they are no member.</summary>
public readonly record struct Standing(PersonId Id, RoleSet Roles);

/// <summary>
/// Who may change which membership. Asked before a change is written down and once more, with the roles of that moment, in the
/// transaction that carries it out.
/// </summary>
public static class MembershipRules
{
    /// <summary>Whether this person may give the member these roles; null when they may.</summary>
    /// <param name="kind">What the company is.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="member">Whose roles, with those held now.</param>
    /// <param name="after">The roles afterwards.</param>
    /// <param name="otherOwners">How many other Owners the company has, the member not counted.</param>
    public static Error? Change(CompanyKind kind, Standing by, Standing member, RoleSet after, int otherOwners) =>
        member.Roles.IsEmpty ? new NotFound()
        : Lacks(kind, by, Permissions.Members.Edit) is { } denied ? denied
        : after.IsEmpty ? new RolesRequired()
        : after == member.Roles ? new RolesUnchanged()
        : AtAgency(kind, after) is { } client ? client
        : by.Id == member.Id && (after.Bits & ~member.Roles.Bits) != 0 ? new NoSelfPromotion()
        : OwnersMatter(by, member.Roles, after)
            ?? (member.Roles.Has(Role.Owner) && !after.Has(Role.Owner) && otherOwners == 0 ? new LastOwner() : null);

    /// <summary>Whether this person may end the membership; null when they may.</summary>
    /// <param name="kind">What the company is.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="member">Whose membership, with the roles held now.</param>
    /// <param name="otherOwners">How many other Owners the company has, the member not counted.</param>
    public static Error? Remove(CompanyKind kind, Standing by, Standing member, int otherOwners) =>
        member.Roles.IsEmpty ? new NotFound()
        : Lacks(kind, by, Permissions.Members.Delete) is { } denied ? denied
        : OwnersMatter(by, member.Roles, RoleSet.None) ?? (member.Roles.Has(Role.Owner) && otherOwners == 0 ? new LastOwner() : null);

    /// <summary>Whether this person may invite somebody with these roles; null when they may.</summary>
    public static Error? Invite(CompanyKind kind, Standing by, RoleSet roles) =>
        Lacks(kind, by, Permissions.Members.Create) is { } denied ? denied
        : roles.IsEmpty ? new RolesRequired()
        : AtAgency(kind, roles) ?? OwnersMatter(by, RoleSet.None, roles);

    /// <summary>Whether this person may withdraw an invitation; null when they may.</summary>
    public static Error? Revoke(CompanyKind kind, Standing by) => Lacks(kind, by, Permissions.Members.Delete);

    /// <summary>
    /// Whether this person may take an invitation to these roles; null when they may. The inviter has to be somebody who could
    /// still give it: whoever was removed leaves no door open.
    /// </summary>
    /// <param name="kind">What the company is.</param>
    /// <param name="inviter">Who invited, with the roles held now.</param>
    /// <param name="taker">Who takes it, with the roles held now.</param>
    /// <param name="roles">What it gives.</param>
    public static Error? Accept(CompanyKind kind, Standing inviter, Standing taker, RoleSet roles) =>
        inviter.Id == taker.Id ? new NoSelfGrant()
        : !taker.Roles.IsEmpty ? new AlreadyMember()
        : AtAgency(kind, roles) is { } client ? client
        : Invite(kind, inviter, roles) is not null ? new InviterLostAccess()
        : null;

    /// <summary>Whether this person may end another's sessions here; null when they may.</summary>
    public static Error? EndSessions(CompanyKind kind, Standing by, Standing member) =>
        member.Roles.IsEmpty ? new NotFound() : Lacks(kind, by, Permissions.Sessions.Delete);

    private static PermissionDenied? Lacks(CompanyKind kind, Standing by, Permission permission) =>
        RoleRegistry.GrantsFor(by.Roles, kind).Allows(permission) ? null : new PermissionDenied(permission.Name);

    private static AgencyHasNoClients? AtAgency(CompanyKind kind, RoleSet roles) =>
        kind == CompanyKind.Agency && roles.Has(Role.Client) ? new AgencyHasNoClients() : null;

    private static Error? OwnersMatter(Standing by, RoleSet before, RoleSet after) =>
        (before.Has(Role.Owner) || after.Has(Role.Owner)) && !by.Roles.Has(Role.Owner) ? new OwnersOnly() : null;
}
