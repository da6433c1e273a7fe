using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.ControlPlane;

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
