using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;

namespace Metiva.Web.Identity.Entra;

/// <summary>What a verified ID token says about a person.</summary>
/// <param name="Issuer">Who says it.</param>
/// <param name="Subject">Directory and object id with a dot between; the plain subject where these are not given.</param>
/// <param name="Name">Display name.</param>
/// <param name="Email">Mail address for showing, and for suggesting the person to the issuer: the name to sign in with, if it is one.</param>
/// <param name="Company">The company; null when the token names none.</param>
/// <param name="Sid">The issuer's name for its session.</param>
/// <param name="AuthTime">When the person proved who they are; null when the token does not say.</param>
/// <param name="IssuedAt">When the token was made.</param>
internal sealed record TokenStatement(
    string Issuer,
    string Subject,
    string Name,
    string? Email,
    CompanyId? Company,
    string? Sid,
    DateTimeOffset? AuthTime,
    DateTimeOffset? IssuedAt
)
{
    /// <summary>Reads it from a verified token that must answer the sign-in with this nonce.</summary>
    public static Result<TokenStatement> Read(RawToken token, EntraRegistration registration, string? nonce)
    {
        if (token.Text("nonce") is not { } answered)
        {
            return new SignInRefusal(SignInFailure.NonceMissing);
        }

        if (nonce is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answered), Encoding.UTF8.GetBytes(nonce)))
        {
            return new SignInRefusal(SignInFailure.NonceWrong);
        }

        if (token.Text("sub") is not { } subject)
        {
            return new SignInRefusal(SignInFailure.SubjectMissing);
        }

        var (tenant, person) = (token.Text("tid"), token.Text("oid"));
        if (tenant is not null && registration.TenantId is { } expected && (!Guid.TryParse(tenant, out var id) || id != expected))
        {
            return new SignInRefusal(SignInFailure.TenantWrong);
        }

        var company = CompanyClaimRule.Read(token, registration.CompanyClaim);
        if (!company.Ok)
        {
            return company.Error!;
        }

        var email = token.Text("preferred_username") is { } login && login.Contains('@') ? login : token.Text("email");
        return new TokenStatement(
            token.Text("iss")!,
            tenant is not null && person is not null ? SubjectOf(tenant, person) : subject,
            token.Text("name") ?? email ?? subject,
            email,
            company.Value,
            token.Text("sid"),
            token.Moment("auth_time"),
            token.Moment("iat")
        );
    }

    /// <summary>
    /// The subject of a person in a directory, in one spelling whoever names them: a token here and the claims provider's caller there
    /// may differ in case.
    /// </summary>
    public static string SubjectOf(string tenant, string person) => $"{Spelled(tenant)}.{Spelled(person)}";

    private static string Spelled(string id) => Guid.TryParse(id, out var key) ? key.ToString("D") : id;
}
