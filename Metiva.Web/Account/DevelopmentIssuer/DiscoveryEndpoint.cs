namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>What the issuer publishes about itself.</summary>
internal static class DiscoveryEndpoint
{
    public static IResult Document(HttpRequest request)
    {
        var here = $"{request.Scheme}://{request.Host}{DevelopmentIssuer.Path}";
        return TypedResults.Json(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["issuer"] = DevelopmentIssuer.Issuer,
                ["authorization_endpoint"] = here + "/oauth2/v2.0/authorize",
                ["token_endpoint"] = here + "/oauth2/v2.0/token",
                ["end_session_endpoint"] = here + "/oauth2/v2.0/logout",
                ["jwks_uri"] = here + "/discovery/v2.0/keys",
                ["response_types_supported"] = new[] { "code" },
                ["response_modes_supported"] = new[] { "query" },
                ["subject_types_supported"] = new[] { "pairwise" },
                ["scopes_supported"] = new[] { "openid", "profile", "email" },
                ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
                ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_post" },
                ["code_challenge_methods_supported"] = new[] { "S256" },
                ["frontchannel_logout_supported"] = true,
            }
        );
    }

    public static IResult Keys(IssuerKeys keys) => TypedResults.Json(new { keys = new[] { keys.PublicKey() } });
}
