using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Makes ID tokens with the claims that Entra ID puts into its own (version 2.0).</summary>
internal sealed class IssuerTokens(IssuerKeys keys, IssuerClient client, ClaimsCall claimsCall, TimeProvider time)
{
    /// <summary>The token, or null when the claims provider gave no answer: like Entra ID, none is issued then.</summary>
    public async Task<string?> IdTokenAsync(IssuedCode issued, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var session = issued.Session;
        if (await claimsCall.AskAsync(session.Person, cancellationToken) is not { } provided)
        {
            return null;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["ver"] = "2.0",
            ["iss"] = DevelopmentIssuer.Issuer,
            ["sub"] = Pairwise(session.Person),
            ["aud"] = client.Id,
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["iat"] = now,
            ["nbf"] = now,
            ["auth_time"] = session.AuthTime.ToUnixTimeSeconds(),
            ["name"] = session.Person.Name,
            ["preferred_username"] = session.Person.Email,
            ["email"] = session.Person.Email,
            ["oid"] = session.Person.ObjectId.ToString(),
            ["tid"] = DevelopmentIssuer.TenantId.ToString(),
            ["sid"] = session.Sid,
            ["nonce"] = issued.Request.Nonce,
        };
        foreach (var (name, value) in provided)
        {
            claims.TryAdd(name, value);
        }

        return keys.Sign(claims);
    }

    // Different at each application, as Entra's is: whoever takes it for the person's id notices here already.
    private string Pairwise(IssuerPerson person) =>
        WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Id} {person.ObjectId}")));
}
