using Metiva.Domain.Shared;

namespace Metiva.Domain.Memberships;

/// <summary>A member holds at least one role; taking all of them is removing the member.</summary>
public sealed record RolesRequired()
    : Error("memberships.roles-required", "Choose at least one role. To take all roles away, remove the member.");

/// <summary>The member has exactly these roles already.</summary>
public sealed record RolesUnchanged() : Error("memberships.roles-unchanged", "These are already this member's roles. Nothing was changed.");

/// <summary>A company always has an Owner.</summary>
public sealed record LastOwner()
    : Error("memberships.last-owner", "This is the last Owner of the company. Make somebody else Owner first.");

/// <summary>Owner is granted and taken by Owners, and only they manage an Owner's membership.</summary>
public sealed record OwnersOnly()
    : Error("memberships.owners-only", "Only an Owner grants or takes the role Owner, and changes or removes an Owner. Ask one.");

/// <summary>Nobody adds to their own roles.</summary>
public sealed record NoSelfPromotion()
    : Error("memberships.no-self-promotion", "You cannot give yourself a role. Ask another Owner or Admin of this company.");

/// <summary>Nobody makes themselves a member.</summary>
public sealed record NoSelfGrant()
    : Error("memberships.no-self-grant", "You cannot take an invitation that you made yourself. Somebody else has to invite you.");

/// <summary>The agency's own database holds no client's view, so the role Client means nothing there.</summary>
public sealed record AgencyHasNoClients()
    : Error("memberships.agency-no-clients", "The agency itself has no members with the role Client. Invite them to their own company.");

/// <summary>Whoever invited may no longer give these roles.</summary>
public sealed record InviterLostAccess()
    : Error("invitations.inviter-lost-access", "Whoever invited you may no longer do so at this company. Ask for a new invitation.");

/// <summary>The invitation ran out.</summary>
public sealed record InvitationExpired() : Error("invitations.expired", "This invitation has run out. Ask for a new one.");

/// <summary>The invitation was withdrawn.</summary>
public sealed record InvitationRevoked()
    : Error("invitations.revoked", "This invitation was withdrawn. Ask the company if it was a mistake.");

/// <summary>The invitation was used or declined.</summary>
public sealed record InvitationTaken() : Error("invitations.taken", "This invitation was used already. An invitation works once.");

/// <summary>An invitation never changes a membership that exists.</summary>
public sealed record AlreadyMember()
    : Error("invitations.already-member", "You are a member of this company already. Its Owner or Admin can change your roles.");

/// <summary>The company is not served at the moment, so nobody joins it.</summary>
public sealed record InvitationCompanyUnavailable()
    : Error("invitations.company-unavailable", "This company cannot be joined at the moment. Ask whoever invited you.");

/// <summary>The plan includes so many members, and there are as many, open invitations counted when one more is made.</summary>
public sealed record MembersQuotaReached(int Quota)
    : Error(
        "memberships.quota-reached",
        $"The company's plan includes {Quota} members, open invitations included. Remove one, withdraw an invitation, or ask the agency for another plan."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Quota];
}
