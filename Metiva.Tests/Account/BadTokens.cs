using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Metiva.Web.Identity.Entra;

namespace Metiva.Tests.Identity;

/// <summary>Tokens that are right in every way but one, and the reason for which each is refused.</summary>
internal static class BadTokens
{
    private static readonly ForgeKey Stranger = new("stranger");

    public static readonly Dictionary<string, (Func<TestIssuer, JsonObject, string> Make, string Reason)> Corpus = new(
        StringComparer.Ordinal
    )
    {
        ["alg none"] = ((_, good) => TokenForge.Unsigned(good.ToJsonString()), nameof(SignInFailure.AlgorithmNone)),
        ["alg NoNe"] = ((_, good) => TokenForge.Unsigned(good.ToJsonString(), "NoNe"), nameof(SignInFailure.AlgorithmNone)),
        ["HS256 with the client secret"] = (
            (issuer, good) => TokenForge.Hmac(good.ToJsonString(), Encoding.UTF8.GetBytes(TestIssuer.ClientSecret), issuer.Key.Id),
            nameof(SignInFailure.AlgorithmNotAllowed)
        ),
        ["HS256 with the public key"] = (
            (issuer, good) => TokenForge.Hmac(good.ToJsonString(), issuer.Key.Rsa.ExportSubjectPublicKeyInfo(), issuer.Key.Id),
            nameof(SignInFailure.AlgorithmNotAllowed)
        ),
        ["PS256"] = (
            (issuer, good) =>
                TokenForge.Join(
                    new JsonObject { ["alg"] = "PS256", ["kid"] = issuer.Key.Id },
                    good.ToJsonString(),
                    signed => issuer.Key.Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
                ),
            nameof(SignInFailure.AlgorithmNotAllowed)
        ),
        ["wrong key"] = (
            (issuer, good) => TokenForge.Sign(good.ToJsonString(), Stranger, issuer.Key.Id),
            nameof(SignInFailure.SignatureInvalid)
        ),
        ["key of another published kid"] = (
            (issuer, good) => TokenForge.Sign(good.ToJsonString(), issuer.OtherKey, issuer.Key.Id),
            nameof(SignInFailure.SignatureInvalid)
        ),
        ["unknown kid"] = ((_, good) => TokenForge.Sign(good, Stranger), nameof(SignInFailure.KeyUnknown)),
        ["no kid"] = (
            (issuer, good) =>
                TokenForge.Join(
                    new JsonObject { ["alg"] = "RS256" },
                    good.ToJsonString(),
                    signed => issuer.Key.Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ),
            nameof(SignInFailure.KeyUnknown)
        ),
        ["signature cut off"] = (
            (issuer, good) => TokenForge.Sign(good, issuer.Key) is var token ? token[..(token.LastIndexOf('.') + 1)] : "",
            nameof(SignInFailure.SignatureInvalid)
        ),
        ["payload changed"] = ((issuer, good) => Tampered(TokenForge.Sign(good, issuer.Key)), nameof(SignInFailure.SignatureInvalid)),
        ["critical extension"] = (
            (issuer, good) =>
                TokenForge.Join(
                    new JsonObject
                    {
                        ["alg"] = "RS256",
                        ["kid"] = issuer.Key.Id,
                        ["crit"] = new JsonArray("exp"),
                    },
                    good.ToJsonString(),
                    signed => issuer.Key.Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ),
            nameof(SignInFailure.TokenMalformed)
        ),
        ["wrong issuer"] = Claim("iss", "https://login.evil.example/v2.0", nameof(SignInFailure.IssuerWrong)),
        ["issuer with a slash more"] = Changed(good => good["iss"] = good["iss"] + "/", nameof(SignInFailure.IssuerWrong)),
        ["issuer missing"] = Without("iss", nameof(SignInFailure.IssuerWrong)),
        ["wrong audience"] = Claim("aud", "another-application", nameof(SignInFailure.AudienceWrong)),
        ["audience missing"] = Without("aud", nameof(SignInFailure.AudienceWrong)),
        ["audience a list with us in it"] = Changed(
            good => good["aud"] = new JsonArray(TestIssuer.ClientId, "another-application"),
            nameof(SignInFailure.AudienceWrong)
        ),
        ["another directory"] = Claim("tid", "11111111-2222-4333-8444-555566667777", nameof(SignInFailure.TenantWrong)),
        ["expired"] = Shifted("exp", -600, nameof(SignInFailure.TokenExpired)),
        ["not valid yet"] = Shifted("nbf", 600, nameof(SignInFailure.TokenNotYetValid)),
        ["no expiry"] = Without("exp", nameof(SignInFailure.ExpiryMissing)),
        ["expiry as text"] = Claim("exp", "tomorrow", nameof(SignInFailure.TokenMalformed)),
        ["expiry beyond all dates"] = Changed(good => good["exp"] = long.MaxValue, nameof(SignInFailure.TokenMalformed)),
        ["wrong nonce"] = Claim("nonce", "of-another-sign-in", nameof(SignInFailure.NonceWrong)),
        ["missing nonce"] = Without("nonce", nameof(SignInFailure.NonceMissing)),
        ["empty nonce"] = Claim("nonce", "", nameof(SignInFailure.NonceMissing)),
        ["nobody"] = Without("sub", nameof(SignInFailure.SubjectMissing)),
        ["name as a list"] = Changed(good => good["name"] = new JsonArray("a", "b"), nameof(SignInFailure.TokenMalformed)),
        ["another claim twice"] = Twice("oid", "\"00000000-0000-4000-8000-000000000001\"", nameof(SignInFailure.ClaimDuplicate)),
        ["company twice"] = Twice("company_id", $"\"{Guid.NewGuid()}\"", nameof(SignInFailure.CompanyDuplicate)),
        ["company twice, the same"] = Twice("company_id", $"\"{TestIssuer.CompanyId}\"", nameof(SignInFailure.CompanyDuplicate)),
        ["company twice, one with an escape"] = Twice("company\\u005fid", "\"x\"", nameof(SignInFailure.CompanyDuplicate)),
        ["company empty"] = Claim("company_id", "", nameof(SignInFailure.CompanyEmpty)),
        ["company null"] = Changed(good => good["company_id"] = null, nameof(SignInFailure.CompanyNull)),
        ["company a list"] = Changed(good => good["company_id"] = new JsonArray(TestIssuer.CompanyId), nameof(SignInFailure.CompanyArray)),
        ["company an empty list"] = Changed(good => good["company_id"] = new JsonArray(), nameof(SignInFailure.CompanyArray)),
        ["company an object"] = Changed(
            good => good["company_id"] = new JsonObject { ["id"] = TestIssuer.CompanyId },
            nameof(SignInFailure.CompanyObject)
        ),
        ["company a number"] = Changed(good => good["company_id"] = 42, nameof(SignInFailure.CompanyNotText)),
        ["company true"] = Changed(good => good["company_id"] = true, nameof(SignInFailure.CompanyNotText)),
        ["company no id"] = Claim("company_id", "noordlicht", nameof(SignInFailure.CompanyMalformed)),
        ["company without hyphens"] = Claim(
            "company_id",
            TestIssuer.CompanyId.Replace("-", "", StringComparison.Ordinal),
            nameof(SignInFailure.CompanyMalformed)
        ),
        ["company the empty id"] = Claim("company_id", Guid.Empty.ToString(), nameof(SignInFailure.CompanyMalformed)),
        ["company with a space"] = Claim("company_id", " " + TestIssuer.CompanyId, nameof(SignInFailure.CompanyTooLong)),
        ["company very long"] = Claim("company_id", new string('a', 20_000), nameof(SignInFailure.CompanyTooLong)),
        ["two companies with a comma"] = Claim(
            "company_id",
            $"{TestIssuer.CompanyId},{TestIssuer.CompanyId}",
            nameof(SignInFailure.CompanyTooLong)
        ),
        ["no token at all"] = ((_, _) => "", nameof(SignInFailure.TokenMalformed)),
        ["no JSON"] = ((issuer, _) => TokenForge.Sign("not json", issuer.Key), nameof(SignInFailure.TokenMalformed)),
        ["a JSON list"] = ((issuer, _) => TokenForge.Sign("[]", issuer.Key), nameof(SignInFailure.TokenMalformed)),
        ["something after the payload"] = (
            (issuer, good) => TokenForge.Sign(good.ToJsonString() + "{}", issuer.Key),
            nameof(SignInFailure.TokenMalformed)
        ),
        ["two parts"] = (
            (issuer, good) => TokenForge.Sign(good, issuer.Key) is var token ? token[..token.LastIndexOf('.')] : "",
            nameof(SignInFailure.TokenMalformed)
        ),
        ["five parts, encrypted"] = ((_, _) => "a.b.c.d.e", nameof(SignInFailure.TokenMalformed)),
        ["enormous"] = ((_, _) => new string('a', 100_000), nameof(SignInFailure.TokenMalformed)),
    };

    private static (Func<TestIssuer, JsonObject, string>, string) Changed(Action<JsonObject> change, string reason) =>
        (
            (issuer, good) =>
            {
                change(good);
                return TokenForge.Sign(good, issuer.Key);
            },
            reason
        );

    private static (Func<TestIssuer, JsonObject, string>, string) Claim(string name, string value, string reason) =>
        Changed(good => good[name] = value, reason);

    private static (Func<TestIssuer, JsonObject, string>, string) Without(string name, string reason) =>
        Changed(good => good.Remove(name), reason);

    private static (Func<TestIssuer, JsonObject, string>, string) Shifted(string name, long seconds, string reason) =>
        Changed(good => good[name] = good["iat"]!.GetValue<long>() + seconds, reason);

    private static (Func<TestIssuer, JsonObject, string>, string) Twice(string name, string value, string reason) =>
        ((issuer, good) => TokenForge.Sign($"{{\"{name}\":{value},{good.ToJsonString()[1..]}", issuer.Key), reason);

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(parts[1]));
        var other = payload.Replace(TestIssuer.CompanyId, Guid.NewGuid().ToString(), StringComparison.Ordinal);
        return $"{parts[0]}.{Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(other))}.{parts[2]}";
    }
}
