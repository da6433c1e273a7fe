using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Who is signed in at the issuer in one browser.</summary>
internal sealed record IssuerSession(string Sid, IssuerPerson Person, DateTimeOffset AuthTime);

/// <summary>The issuer's own sessions: what lets it answer without asking.</summary>
internal sealed class IssuerSessions(TimeProvider time)
{
    private const string CookieName = "metiva-dev-issuer";
    private readonly ConcurrentDictionary<string, IssuerSession> sessions = new(StringComparer.Ordinal);

    public IssuerSession? Of(HttpRequest request) =>
        request.Cookies[CookieName] is { } id && sessions.TryGetValue(id, out var session) ? session : null;

    /// <summary>Begins a session, or proves the same person's again.</summary>
    public IssuerSession Begin(HttpContext context, IssuerPerson person)
    {
        var known = Of(context.Request);
        var sid = known?.Person.ObjectId == person.ObjectId ? known.Sid : Guid.NewGuid().ToString();
        Forget(context);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new IssuerSession(sid, person, time.GetUtcNow());
        sessions[id] = session;
        context.Response.Cookies.Append(CookieName, id, Options(context.Request));
        return session;
    }

    public void End(HttpContext context)
    {
        Forget(context);
        context.Response.Cookies.Delete(CookieName, Options(context.Request));
    }

    private void Forget(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is { } id)
        {
            sessions.TryRemove(id, out _);
        }
    }

    private static CookieOptions Options(HttpRequest request) =>
        new()
        {
            Path = "/dev/entra",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = request.IsHttps,
            IsEssential = true,
        };
}
