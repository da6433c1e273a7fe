using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>The issuer's signing key: made at start, kept in memory only.</summary>
internal sealed class IssuerKeys : IDisposable
{
    private readonly RSA key = RSA.Create(2048);

    public string KeyId { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The public half, as the keys document shows it.</summary>
    public object PublicKey()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = KeyId,
            n = WebEncoders.Base64UrlEncode(parameters.Modulus!),
            e = WebEncoders.Base64UrlEncode(parameters.Exponent!),
        };
    }

    /// <summary>A token with these claims, signed with RS256.</summary>
    public string Sign(IReadOnlyDictionary<string, object> claims)
    {
        var header = new
        {
            typ = "JWT",
            alg = "RS256",
            kid = KeyId,
        };
        var signed = Encode(header) + "." + Encode(claims);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return signed + "." + WebEncoders.Base64UrlEncode(signature);
    }

    public void Dispose() => key.Dispose();

    private static string Encode(object value) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(value));
}
