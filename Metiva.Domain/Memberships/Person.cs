namespace Metiva.Domain.Memberships;

/// <summary>Metiva's own key for a person, one for each (issuer, subject) that ever signed in.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <summary>The lower-case hyphenated form.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Names one sign-in of one person at one company on one browser.</summary>
public readonly record struct SessionId(Guid Value)
{
    /// <summary>The lower-case hyphenated form.</summary>
    public override string ToString() => Value.ToString("D");
}
