using Metiva.Domain.Memberships;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Shell.Access;

namespace Metiva.Web.Identity;

/// <summary>What a person does with their own sessions and profile.</summary>
internal static class OwnEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(SignInPages.EndSession, EndSessionAsync).RequiresForm().RequiresPerson();
        endpoints.MapPost(SignInPages.EndOtherSessions, EndOthersAsync).RequiresForm().RequiresPerson();
        endpoints.MapPost(SignInPages.SaveProfile, SaveProfileAsync).RequiresForm().RequiresPerson();
    }

    private static async Task<IResult> EndSessionAsync(
        HttpContext context,
        PersonScope scope,
        SignInSessions sessions,
        CancellationToken cancellationToken
    )
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (Guid.TryParseExact(form["session"], "D", out var session))
        {
            // One that is not this person's, or gone already, ends nothing; the list that follows says what is left.
            await sessions.EndOwnAsync(scope.Context, new SessionId(session), "ended-by-person", cancellationToken);
        }

        return TypedResults.Redirect(SignInPages.Sessions + "?done=1");
    }

    private static async Task<IResult> EndOthersAsync(PersonScope scope, SignInSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndOthersAsync(scope.Context, cancellationToken);
        return TypedResults.Redirect(SignInPages.Sessions + "?done=1");
    }

    private static async Task<IResult> SaveProfileAsync(
        HttpContext context,
        PersonScope scope,
        OwnProfiles profiles,
        CancellationToken cancellationToken
    )
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var preferences = new Preferences(
            Preferences.Known(form["language"], Preferences.Languages),
            Preferences.Known(form["theme"], Preferences.Themes)
        );
        await profiles.SaveAsync(scope.Context, preferences.Language, preferences.Theme, cancellationToken);
        Preferences.Write(context.Response, preferences);
        return TypedResults.Redirect(SignInPages.Profile + "?done=1");
    }
}
