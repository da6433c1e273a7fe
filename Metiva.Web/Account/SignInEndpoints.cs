using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity;

/// <summary>What the account pages' links and forms call. Every form carries the antiforgery token, which the framework checks.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(SignInPages.Start, Start).IsOpen();
        endpoints.MapPost(SignInPages.SignOutNow, SignOutAsync).RequiresForm().IsOpen();
        endpoints.MapGet(SignInPages.FrontChannelSignOut, FrontChannelSignOutAsync).IsOpen();
    }

    private static IResult Start(string? returnUrl) =>
        TypedResults.Challenge(new SignInRequest { ReturnUrl = LocalAddress.OrHome(returnUrl) }.ToProperties(), [EntraHandler.SchemeName]);

    // Open to everybody, so that it works for a person whom every other page refuses.
    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        PersonBinder binder,
        SignInSessions sessions,
        EntraMetadata metadata,
        EntraRegistration registration,
        ILogger<SignInCompletion> logger,
        CancellationToken cancellationToken
    )
    {
        var person = binder.Bind(context.User).Person;
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

        return TypedResults.Redirect(await IssuerSignOut(context.Request, metadata, registration, cancellationToken));
    }

    private static async Task<string> IssuerSignOut(
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

    /// <summary>The issuer's sign-out page calls this in a hidden frame, without our cookie: the session is found by its name.</summary>
    private static async Task<IResult> FrontChannelSignOutAsync(
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
        var issuer = (await metadata.GetAsync(cancellationToken)).Issuer;
        if (!string.IsNullOrEmpty(sid) && iss == issuer)
        {
            logger.IssuerEndedSessions(await sessions.EndBySidAsync(issuer, sid, cancellationToken));
        }

        return TypedResults.Ok();
    }
}
