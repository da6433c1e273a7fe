using Microsoft.AspNetCore.Authentication.OAuth;

namespace Metiva.Web.Identity.Entra;

/// <summary>
/// Options of the scheme <c>Entra</c>. Addresses, keys and the client's credential are not here: they come from
/// <see cref="EntraMetadata"/> and <see cref="EntraRegistration"/>.
/// </summary>
internal sealed class EntraOptions : OAuthOptions
{
    public EntraOptions()
    {
        // Filled from discovery at each use; the base class builds "?client_id=..." on it.
        AuthorizationEndpoint = "";
        TokenEndpoint = "";
        UsePkce = true;
        SaveTokens = false;
        Scope.Add("openid");
        Scope.Add("profile");
        Scope.Add("email");
        RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);

        // The answer comes as a plain navigation with a query, for which Lax is enough.
        CorrelationCookie.Name = "__Host-metiva-sign-in.";
        CorrelationCookie.Path = "/";
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.Always;
    }

    /// <summary>The base class would insist on addresses and a secret that this scheme does not keep here.</summary>
    public override void Validate()
    {
        if (string.IsNullOrEmpty(ClientId) || !CallbackPath.HasValue || !UsePkce)
        {
            throw new InvalidOperationException("The scheme needs a client id, a callback path, and PKCE on.");
        }
    }
}
