using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>A change that waits for its record in the company's own audit before it is carried out.</summary>
public interface IPendingChange
{
    /// <summary>Key; also the id of the audit record.</summary>
    Guid Id { get; }

    /// <summary>The company in whose audit it has to stand.</summary>
    CompanyId CompanyId { get; }

    /// <summary>When it was asked for.</summary>
    DateTimeOffset CreatedAt { get; }
}

/// <summary>One person's roles at one company.</summary>
public sealed class MembershipRow : IAnnounced
{
    /// <summary>Who.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>Where.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Which roles; never none.</summary>
    public required RoleSet Roles { get; set; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts changes, so that two people cannot overwrite each other.</summary>
    public long Version { get; set; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Person, PersonId.Value);
}

/// <summary>
/// A change of membership on its way. It is written first, then the company's audit, then the membership: what has its audit
/// record is carried out even after a crash, what has none is dropped.
/// </summary>
public sealed class MembershipChangeRow : IPendingChange
{
    /// <summary>Key; also the id of the audit record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>Whose membership.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>The roles before; empty when there was no membership. It is not carried out on others.</summary>
    public required RoleSet Before { get; init; }

    /// <summary>The roles afterwards; empty removes the membership.</summary>
    public required RoleSet Roles { get; init; }

    /// <summary>The invitation that is used up with it.</summary>
    public Guid? InvitationId { get; init; }

    /// <summary>Who asked for it.</summary>
    public required PersonId RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An invitation to become a member. Whoever signs in and shows its secret may take it, once.</summary>
public sealed class InvitationRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>For whom, as a reminder for the inviter. It decides nothing.</summary>
    public required string Email { get; init; }

    /// <summary>The roles it gives.</summary>
    public required RoleSet Roles { get; init; }

    /// <summary>SHA-256 of the secret, lower-case hex; the secret itself is shown once and not kept.</summary>
    public required string SecretHash { get; init; }

    /// <summary>Who invited.</summary>
    public required PersonId InvitedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be taken.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The language of whoever takes it and has chosen none: <c>nl</c> or <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>By whom it was taken.</summary>
    public PersonId? AcceptedBy { get; set; }

    /// <summary>When it was withdrawn.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Counts changes, so that it cannot be taken twice.</summary>
    public long Version { get; set; }
}
