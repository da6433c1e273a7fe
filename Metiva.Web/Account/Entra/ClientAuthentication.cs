using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Metiva.Web.Identity.Entra;

/// <summary>Proves to the token endpoint who we are: with the secret, or with an assertion signed by the certificate's key.</summary>
internal sealed class ClientAuthentication(EntraRegistration registration, TimeProvider time)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds the proof to a form for that endpoint.</summary>
    public void AddTo(IDictionary<string, string> form, string tokenEndpoint)
    {
        form["client_id"] = registration.ClientId;
        if (registration.ClientCertificate is null)
        {
            form["client_secret"] = registration.ClientSecret!;
            return;
        }

        form["client_assertion_type"] = AssertionType;
        form["client_assertion"] = Assertion(tokenEndpoint);
    }

    private string Assertion(string tokenEndpoint)
    {
        var now = time.GetUtcNow();
        var payload = JsonSerializer.Serialize(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["iss"] = registration.ClientId,
                ["sub"] = registration.ClientId,
                ["aud"] = tokenEndpoint,
                ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                ["iat"] = now.ToUnixTimeSeconds(),
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = (now + AssertionLifetime).ToUnixTimeSeconds(),
            }
        );
        return new JsonWebTokenHandler().CreateToken(payload, new X509SigningCredentials(registration.ClientCertificate));
    }
}
