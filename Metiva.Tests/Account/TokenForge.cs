using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Tests.Identity;

/// <summary>A signing key with its name.</summary>
internal sealed class ForgeKey(string id) : IDisposable
{
    public string Id => id;

    public RSA Rsa { get; } = RSA.Create(2048);

    public JsonObject Published()
    {
        var parameters = Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = id,
            ["n"] = WebEncoders.Base64UrlEncode(parameters.Modulus!),
            ["e"] = WebEncoders.Base64UrlEncode(parameters.Exponent!),
        };
    }

    public void Dispose() => Rsa.Dispose();
}

/// <summary>Makes tokens: good ones, and broken in one exact way.</summary>
internal static class TokenForge
{
    /// <summary>A token with this payload, signed as a good issuer does.</summary>
    public static string Sign(JsonObject payload, ForgeKey key) => Sign(payload.ToJsonString(), key);

    /// <summary>The same with the payload as text, for JSON that no writer would write.</summary>
    public static string Sign(string payload, ForgeKey key, string? keyId = null) =>
        Join(
            new JsonObject
            {
                ["typ"] = "JWT",
                ["alg"] = "RS256",
                ["kid"] = keyId ?? key.Id,
            },
            payload,
            signed => key.Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );

    /// <summary>A token that is not signed.</summary>
    public static string Unsigned(string payload, string algorithm = "none") =>
        Join(new JsonObject { ["typ"] = "JWT", ["alg"] = algorithm }, payload, _ => []);

    /// <summary>A token signed with a shared secret.</summary>
    public static string Hmac(string payload, byte[] secret, string keyId) =>
        Join(
            new JsonObject
            {
                ["typ"] = "JWT",
                ["alg"] = "HS256",
                ["kid"] = keyId,
            },
            payload,
            signed => HMACSHA256.HashData(secret, signed)
        );

    /// <summary>A token with this header.</summary>
    public static string Join(JsonObject header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = Encode(header.ToJsonString()) + "." + Encode(payload);
        return signed + "." + WebEncoders.Base64UrlEncode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(string text) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(text));
}
