namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Ends the issuer's own session and goes back to the application.</summary>
internal static class EndSessionEndpoint
{
    public static IResult End(HttpContext context, IssuerSessions sessions)
    {
        sessions.End(context);
        var back = context.Request.Query["post_logout_redirect_uri"].ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}{SignInPages.SignedOut}";
        return back == own ? TypedResults.Redirect(own) : TypedResults.Text("Signed out.");
    }
}
