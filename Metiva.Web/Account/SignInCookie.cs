using System.Security.Claims;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Metiva.Web.Identity;

/// <summary>
/// The sign-in cookie: who, which session, which company, and nothing else; no token. How long it counts is decided by the
/// session, whose idle time slides with every request; the cookie itself only ends with the session's last moment.
/// </summary>
public static class SignInCookie
{
    /// <summary>
    /// Its name. With this prefix browsers take it only over a secure channel (or this machine), for this host alone, and for all
    /// its paths.
    /// </summary>
    public const string Name = "__Host-metiva";

    /// <summary>The principal that the cookie carries.</summary>
    public static ClaimsPrincipal Principal(PersonId person, SessionId session, CompanyId? company, string name, bool viewAsClient)
    {
        List<Claim> claims =
        [
            new(ClaimNames.Person, person.ToString()),
            new(ClaimNames.Session, session.ToString()),
            new(ClaimNames.Name, name),
        ];
        if (company is { } bound)
        {
            claims.Add(new Claim(ClaimNames.Company, bound.ToString()));
        }

        if (viewAsClient)
        {
            claims.Add(new Claim(ClaimNames.ViewAs, "client"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, ClaimNames.Scheme, ClaimNames.Name, roleType: null));
    }

    /// <summary>A ticket that ends when the session does, and with the browser before that.</summary>
    public static AuthenticationProperties Properties(DateTimeOffset expiresAt) =>
        new()
        {
            ExpiresUtc = expiresAt,
            IsPersistent = false,
            AllowRefresh = false,
        };

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.SlidingExpiration = false;
        options.ReturnUrlParameter = "returnUrl";
        options.LoginPath = SignInPages.SignIn;
    }
}
