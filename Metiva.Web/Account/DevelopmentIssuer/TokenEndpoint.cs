using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Where the application turns a code into tokens.</summary>
internal static class TokenEndpoint
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static async Task<IResult> RedeemAsync(HttpContext context, IssuerClient client, IssuerCodes codes, IssuerTokens tokens)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!client.IsProvenBy(form["client_id"], form["client_secret"]))
        {
            return Error("invalid_client", StatusCodes.Status401Unauthorized);
        }

        if (form["grant_type"] != "authorization_code")
        {
            return Error("unsupported_grant_type");
        }

        // Taken out before anything else is looked at: a code that was tried once never counts again.
        var issued = codes.Redeem(form["code"].ToString());
        if (issued is null || form["redirect_uri"] != issued.Request.RedirectUri || !Fits(form["code_verifier"].ToString(), issued))
        {
            return Error("invalid_grant");
        }

        var idToken = await tokens.IdTokenAsync(issued, Lifetime, context.RequestAborted);
        return idToken is null
            ? Error("server_error")
            : TypedResults.Json(
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["token_type"] = "Bearer",
                    ["scope"] = issued.Request.Scope,
                    ["expires_in"] = (int)Lifetime.TotalSeconds,
                    ["access_token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
                    ["id_token"] = idToken,
                }
            );
    }

    private static bool Fits(string verifier, IssuedCode issued) =>
        WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == issued.Request.CodeChallenge;

    private static IResult Error(string error, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = error }, statusCode: status);
}
