using System.Security.Claims;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity;

/// <summary>Ends sessions: by the person here, and by the issuer from its own sign-out page.</summary>
internal static class SignOutEndpoints
{
    private const int LongestSid = 200;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(SignInPages.SignOutNow, SignOutAsync).RequiresForm().IsOpen();
        endpoints.MapGet(SignInPages.FrontChannelSignOut, FrontChannelAsync).IsOpen();
    }

    // Open to everybody, so that it works for a person whom every other page refuses.
    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        SignInSessions sessions,
        EntraMetadata metadata,
        EntraRegistration registration,
        ILogger<SignInCompletion> logger,
        CancellationToken cancellationToken
    )
    {
        var person = SignedInAs(context.User);
        await context.SignOutAsync(ClaimNames.Scheme);
        try
        {
            if (person is not null)
            {
                await sessions.EndOwnAsync(person, person.SessionId, "signed-out", cancellationToken);
            }
        }
        catch (BindingRefusedException refused)
        {
            // The browser forgets the cookie all the same; the session runs out by lying idle.
            logger.SessionNotEnded(refused);
        }

        return TypedResults.Redirect(await AtIssuerAsync(context.Request, metadata, registration, cancellationToken));
    }

    // From the cookie alone: ending a session must also be tried while the snapshots are too old to trust.
    private static PersonContext? SignedInAs(ClaimsPrincipal principal)
    {
        var claims = SignInClaims.Read(principal);
        return claims.SignedIn ? new PersonContext(claims.Person, claims.Session, "", CompanyId: null) : null;
    }

    private static async Task<string> AtIssuerAsync(
        HttpRequest request,
        EntraMetadata metadata,
        EntraRegistration registration,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var endpoint = (await metadata.GetAsync(cancellationToken)).EndSessionEndpoint;
            if (string.IsNullOrEmpty(endpoint))
            {
                return SignInPages.SignedOut;
            }

            var here = $"{request.Scheme}://{request.Host}";
            var address = registration.IsEmbedded ? here + new Uri(endpoint).AbsolutePath : endpoint;
            return QueryHelpers.AddQueryString(
                address,
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["client_id"] = registration.ClientId,
                    ["post_logout_redirect_uri"] = here + SignInPages.SignedOut,
                }
            );
        }
        catch (SignInRefusedException)
        {
            // Signed out here it is; the issuer cannot be reached to be told.
            return SignInPages.SignedOut;
        }
    }

    // The issuer's sign-out page opens this in a hidden frame, where our cookie is not sent: the session is found by its name.
    private static async Task<IResult> FrontChannelAsync(
        HttpContext context,
        string? iss,
        string? sid,
        SignInSessions sessions,
        EntraMetadata metadata,
        ILogger<SignInCompletion> logger,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (string.IsNullOrEmpty(sid) || sid.Length > LongestSid)
        {
            return TypedResults.Ok();
        }

        try
        {
            var issuer = (await metadata.GetAsync(cancellationToken)).Issuer;
            if (iss == issuer)
            {
                logger.IssuerEndedSessions(await sessions.EndBySidAsync(issuer, sid, cancellationToken));
            }
        }
        catch (SignInRefusedException refused)
        {
            // Without the issuer nobody can tell whether it was the issuer who asked.
            logger.SignInRefused(refused.Reason, refused.InnerException);
        }

        return TypedResults.Ok();
    }
}
