using System.Security.Claims;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Binding;

/// <summary>The claims that the sign-in cookie carries, by their names.</summary>
public static class ClaimNames
{
    /// <summary>The authentication scheme of the sign-in cookie; a principal from elsewhere is not signed in.</summary>
    public const string Scheme = "Metiva";

    /// <summary>The company, as the verified token named it.</summary>
    public const string Company = "company_id";

    /// <summary>Metiva's key of the person.</summary>
    public const string Person = "metiva_person";

    /// <summary>The session's key.</summary>
    public const string Session = "metiva_session";

    /// <summary>Present, with the value <c>client</c>, while staff view the portal as a client.</summary>
    public const string ViewAs = "metiva_view_as";

    /// <summary>The person's display name.</summary>
    public const string Name = "name";
}

/// <summary>What binding needs from a principal, read in one pass over its claims.</summary>
public readonly ref struct SignInClaims
{
    /// <summary>Whether there is a sign-in cookie's identity with a person and a session in it.</summary>
    public bool SignedIn { get; private init; }

    /// <summary>The person.</summary>
    public PersonId Person { get; private init; }

    /// <summary>The session.</summary>
    public SessionId Session { get; private init; }

    /// <summary>The company claim's text; null when there is none.</summary>
    public string? Company { get; private init; }

    /// <summary>How many company claims there are.</summary>
    public int Companies { get; private init; }

    /// <summary>Whether staff view the portal as a client.</summary>
    public bool ViewAsClient { get; private init; }

    /// <summary>Reads them from the primary identity. One of another scheme counts as not signed in; further identities are not looked at.</summary>
    public static SignInClaims Read(ClaimsPrincipal principal)
    {
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true, AuthenticationType: ClaimNames.Scheme } identity)
        {
            return default;
        }

        Guid person = default;
        Guid session = default;
        string? company = null;
        var companies = 0;
        var viewAsClient = false;
        var sound = true;
        foreach (var claim in identity.Claims)
        {
            switch (claim.Type)
            {
                case ClaimNames.Person:
                    sound &= person == default && Guid.TryParseExact(claim.Value, "D", out person);
                    break;
                case ClaimNames.Session:
                    sound &= session == default && Guid.TryParseExact(claim.Value, "D", out session);
                    break;
                case ClaimNames.Company:
                    company = claim.Value;
                    companies++;
                    break;
                case ClaimNames.ViewAs:
                    viewAsClient = true;
                    break;
                default:
                    break;
            }
        }

        return new SignInClaims
        {
            SignedIn = sound && person != default && session != default,
            Person = new PersonId(person),
            Session = new SessionId(session),
            Company = company,
            Companies = companies,
            ViewAsClient = viewAsClient,
        };
    }
}

/// <summary>Reads the company claim strictly: exactly one, exactly a GUID in the hyphenated form, not the empty one.</summary>
public readonly record struct CompanyClaim(BindingOutcome Outcome, CompanyId CompanyId)
{
    /// <summary>Reads it from a principal's claims.</summary>
    public static CompanyClaim Read(in SignInClaims claims) =>
        claims.Companies switch
        {
            0 => new(BindingOutcome.ClaimMissing, default),
            1 => Parse(claims.Company),
            _ => new(BindingOutcome.ClaimAmbiguous, default),
        };

    /// <summary>Reads one value. Null is <see cref="BindingOutcome.ClaimMissing"/>; the id is set only when it is Bound.</summary>
    public static CompanyClaim Parse(string? value) =>
        value is null ? new(BindingOutcome.ClaimMissing, default)
        // The length too: the parser forgives white space around it.
        : value.Length == 36 && Guid.TryParseExact(value, "D", out var id) && id != default ? new(BindingOutcome.Bound, new CompanyId(id))
        : new(BindingOutcome.ClaimMalformed, default);
}
