using System.Buffers.Text;
using System.Text.Json;
using Metiva.Domain.Shared;

namespace Metiva.Web.Identity.Entra;

/// <summary>One claim as it stands in the token, before a library gave it another shape.</summary>
internal readonly record struct RawClaim(JsonTokenType Kind, string? Text, long? Number);

/// <summary>
/// A signed token taken apart without trusting it: the header, and each top-level claim with its own JSON type. A library
/// flattens arrays, keeps one of two equal keys and drops nulls, so what it returns cannot be checked for these.
/// </summary>
internal sealed class RawToken
{
    private const int LongestToken = 64 * 1024;
    private static readonly string[] TextClaims =
    [
        "iss",
        "sub",
        "tid",
        "oid",
        "nonce",
        "sid",
        "azp",
        "name",
        "email",
        "preferred_username",
    ];
    private static readonly string[] NumberClaims = ["exp", "nbf", "iat", "auth_time"];

    private readonly Dictionary<string, RawClaim> claims;

    private RawToken(string compact, Dictionary<string, RawClaim> header, Dictionary<string, RawClaim> claims)
    {
        Compact = compact;
        Algorithm = header.GetValueOrDefault("alg").Text;
        KeyId = header.GetValueOrDefault("kid").Text;
        this.claims = claims;
    }

    /// <summary>The token as it came.</summary>
    public string Compact { get; }

    /// <summary>The header's algorithm.</summary>
    public string? Algorithm { get; }

    /// <summary>The header's key id.</summary>
    public string? KeyId { get; }

    /// <summary>The claim, or null when it is not there.</summary>
    public RawClaim? this[string name] => claims.TryGetValue(name, out var claim) ? claim : null;

    /// <summary>Takes a token apart.</summary>
    /// <param name="compact">The compact form: three parts with dots between.</param>
    /// <param name="companyClaim">The name of the company claim, whose doubling is a reason of its own.</param>
    public static Result<RawToken> Read(string? compact, string companyClaim)
    {
        if (string.IsNullOrEmpty(compact) || compact.Length > LongestToken || compact.Split('.') is not [var head, var body, _])
        {
            return new SignInRefusal(SignInFailure.TokenMalformed);
        }

        var header = ReadObject(head, companyClaim);
        if (!header.Ok)
        {
            return new SignInRefusal(SignInFailure.TokenMalformed);
        }

        // Extensions that a token declares critical must be understood; none is.
        if (header.Value.ContainsKey("crit"))
        {
            return new SignInRefusal(SignInFailure.TokenMalformed);
        }

        var payload = ReadObject(body, companyClaim);
        if (!payload.Ok)
        {
            return payload.Error!;
        }

        var token = new RawToken(compact, header.Value, payload.Value);
        return token.HasSoundTypes() ? token : new SignInRefusal(SignInFailure.TokenMalformed);
    }

    /// <summary>The claim's text; null when it is not there or empty.</summary>
    public string? Text(string name) => claims.TryGetValue(name, out var claim) && claim.Text is { Length: > 0 } text ? text : null;

    /// <summary>The claim as a moment; null when it is not there.</summary>
    public DateTimeOffset? Moment(string name) =>
        claims.TryGetValue(name, out var claim) && claim.Number is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private bool HasSoundTypes() =>
        TextClaims.All(name => this[name] is not { } claim || claim.Kind == JsonTokenType.String)
        && NumberClaims.All(name =>
            this[name] is not { } claim || claim.Number is >= 0 and < 253_402_300_800 /* the year 10000 */
        );

    private static Result<Dictionary<string, RawClaim>> ReadObject(string part, string companyClaim)
    {
        var found = new Dictionary<string, RawClaim>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(Base64Url.DecodeFromChars(part));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return new SignInRefusal(SignInFailure.TokenMalformed);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                // GetString undoes escapes, so that two spellings of one name are seen as one.
                var name = reader.GetString()!;
                reader.Read();
                if (!found.TryAdd(name, ReadValue(ref reader)))
                {
                    return new SignInRefusal(name == companyClaim ? SignInFailure.CompanyDuplicate : SignInFailure.ClaimDuplicate);
                }
            }

            // Reading on past the end of the object throws when something follows it.
            reader.Read();
            return found;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return new SignInRefusal(SignInFailure.TokenMalformed);
        }
    }

    private static RawClaim ReadValue(ref Utf8JsonReader reader)
    {
        var kind = reader.TokenType;
        switch (kind)
        {
            case JsonTokenType.String:
                return new RawClaim(kind, reader.GetString(), null);
            case JsonTokenType.Number:
                return new RawClaim(kind, null, reader.TryGetInt64(out var number) ? number : null);
            default:
                reader.Skip();
                return new RawClaim(kind, null, null);
        }
    }
}
