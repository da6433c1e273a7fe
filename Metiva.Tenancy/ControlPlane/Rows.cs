using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>A row whose change every node has to hear of.</summary>
internal interface IAnnounced
{
    /// <summary>What changed, and which one.</summary>
    ChangeKey ChangeKey { get; }
}

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

/// <summary>What a change was about.</summary>
public enum ChangeKind
{
    /// <summary>A company's row; the key is the company.</summary>
    Company = 1,

    /// <summary>A person, one of their memberships or their pending choice; the key is the person.</summary>
    Person = 2,

    /// <summary>A session; the key is the session.</summary>
    Session = 3,
}

/// <summary>Names the thing that changed.</summary>
public readonly record struct ChangeKey(ChangeKind Kind, Guid Key);

/// <summary>A company in the registry.</summary>
public sealed class CompanyRow : IAnnounced
{
    /// <summary>Key.</summary>
    public required CompanyId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Agency or client.</summary>
    public required CompanyKind Kind { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required CompanyState State { get; set; }

    /// <summary>Why it is in that state, in the words of whoever put it there.</summary>
    public string? StateReason { get; set; }

    /// <summary>The server's name.</summary>
    public required string Server { get; set; }

    /// <summary>The database on that server.</summary>
    public required string Database { get; set; }

    /// <summary>How many migrations the database has.</summary>
    public required int SchemaVersion { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When somebody last used it; written once a minute.</summary>
    public DateTimeOffset? LastActivityAt { get; set; }

    /// <summary>Counts changes, so that two people cannot overwrite each other.</summary>
    public long Version { get; set; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Company, Id.Value);
}

/// <summary>A database server.</summary>
public sealed class ServerRow
{
    /// <summary>Key.</summary>
    public required string Name { get; init; }

    /// <summary>Which engine runs there.</summary>
    public required string Engine { get; init; }

    /// <summary>The region where its data stays.</summary>
    public required string Region { get; init; }
}

/// <summary>A person: one for each issuer and subject that ever signed in.</summary>
public sealed class PersonRow : IAnnounced
{
    /// <summary>Key.</summary>
    public required PersonId Id { get; init; }

    /// <summary>The issuer, as its tokens name it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The subject at that issuer; for Entra ID tenant and object id.</summary>
    public required string Subject { get; init; }

    /// <summary>Display name, as the last token said.</summary>
    public required string Name { get; set; }

    /// <summary>Mail address for showing, as the last token said. It identifies nobody.</summary>
    public string? Email { get; set; }

    /// <summary>Chosen language, <c>nl</c> or <c>en</c>; null follows the browser.</summary>
    public string? Language { get; set; }

    /// <summary>Chosen theme, <c>light</c> or <c>dark</c>; null follows the device.</summary>
    public string? Theme { get; set; }

    /// <summary>When first seen.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Person, Id.Value);
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

/// <summary>A company's suspension or resumption on its way, in the same steps as a <see cref="MembershipChangeRow"/>.</summary>
public sealed class CompanyStateChangeRow : IPendingChange
{
    /// <summary>Key; also the id of the audit record.</summary>
    public required Guid Id { get; init; }

    /// <summary>Which company.</summary>
    public required CompanyId CompanyId { get; init; }

    /// <summary>The state afterwards.</summary>
    public required CompanyState State { get; init; }

    /// <summary>Why, in the words of whoever asked for it.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked for it.</summary>
    public required PersonId RequestedBy { get; init; }

    /// <summary>The name at that time.</summary>
    public required string RequestedByName { get; init; }

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

    /// <summary>When it was taken.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>By whom it was taken.</summary>
    public PersonId? AcceptedBy { get; set; }

    /// <summary>When it was withdrawn.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Counts changes, so that it cannot be taken twice.</summary>
    public long Version { get; set; }
}

/// <summary>One sign-in of one person.</summary>
public sealed class SessionRow : IAnnounced
{
    /// <summary>Key; it is in the sign-in cookie.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Who.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>The company that the verified token named; null while none was chosen.</summary>
    public CompanyId? CompanyId { get; init; }

    /// <summary>The issuer of the token.</summary>
    public required string Issuer { get; init; }

    /// <summary>The issuer's own name for its session, for front-channel sign-out.</summary>
    public string? Sid { get; init; }

    /// <summary>When the person proved who they are.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used; written at most twice a minute.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When it ends whatever happens.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How: <c>signed-out</c>, <c>switched</c>, <c>ended-by-person</c>, <c>ended-by-admin</c>, <c>removed</c>, <c>issuer</c>.</summary>
    public string? EndReason { get; set; }

    /// <summary>What the browser called itself, cut to 300 characters.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Where the sign-in came from.</summary>
    public string? Address { get; init; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Session, Id.Value);
}

/// <summary>The company that a person wants their next token to name. Used once, within two minutes.</summary>
public sealed class CompanyChoiceRow : IAnnounced
{
    /// <summary>Who; there is one choice at a time.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>Which company.</summary>
    public required CompanyId CompanyId { get; set; }

    /// <summary>Until when it counts.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    ChangeKey IAnnounced.ChangeKey => new(ChangeKind.Person, PersonId.Value);
}

/// <summary>What agency staff did to the registry.</summary>
public sealed class ControlAuditRow
{
    /// <summary>Order; given by the database.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null when the installation did it by itself.</summary>
    public PersonId? PersonId { get; init; }

    /// <summary>The name at that time.</summary>
    public required string PersonName { get; init; }

    /// <summary>Dotted name of the act.</summary>
    public required string Action { get; init; }

    /// <summary>Which company it was about.</summary>
    public CompanyId? CompanyId { get; init; }

    /// <summary>What was done, without any business value.</summary>
    public required string Summary { get; init; }
}

/// <summary>The one counter that orders changes: raised in the transaction of each change, so versions commit in order.</summary>
public sealed class ChangeCounterRow
{
    /// <summary>Always 1.</summary>
    public required int Id { get; init; }

    /// <summary>The newest version.</summary>
    public required long Version { get; set; }
}

/// <summary>One announced change.</summary>
public sealed class ChangeRow
{
    /// <summary>Its place in the order.</summary>
    public required long Version { get; init; }

    /// <summary>What kind of thing changed.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Which one.</summary>
    public required Guid Key { get; init; }
}
