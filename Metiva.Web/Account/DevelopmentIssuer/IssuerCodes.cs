using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>What a code stands for.</summary>
internal sealed record IssuedCode(AuthorizeRequest Request, IssuerSession Session, DateTimeOffset ExpiresAt);

/// <summary>The codes on their way; each counts once, for a minute.</summary>
internal sealed class IssuerCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, IssuedCode> codes = new(StringComparer.Ordinal);

    public string Issue(AuthorizeRequest request, IssuerSession session)
    {
        var now = time.GetUtcNow();
        foreach (var (old, issued) in codes)
        {
            if (issued.ExpiresAt <= now)
            {
                codes.TryRemove(old, out _);
            }
        }

        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        codes[code] = new IssuedCode(request, session, now + Lifetime);
        return code;
    }

    /// <summary>Takes the code out; null when there is none or it ran out.</summary>
    public IssuedCode? Redeem(string code) => codes.TryRemove(code, out var issued) && issued.ExpiresAt > time.GetUtcNow() ? issued : null;
}
