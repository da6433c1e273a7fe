using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Limits;
using Microsoft.AspNetCore.Authentication;

namespace Metiva.Web.Identity;

/// <summary>
/// The last step of a sign-in: compares what the token says with what was asked for, begins the session, and makes the ticket.
/// Until it succeeds the browser keeps the cookie that it had.
/// </summary>
internal sealed class SignInCompletion(
    SignInSessions sessions,
    CompanyChoices choices,
    PersonBinder personBinder,
    Snapshots snapshots,
    SignInThrottle throttle,
    TimeProvider time,
    ILogger<SignInCompletion> logger
)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>The ticket of a new session, or why there is none.</summary>
    public async Task<Result<AuthenticationTicket>> CompleteAsync(
        HttpContext context,
        TokenStatement statement,
        SignInRequest request,
        DateTimeOffset? askedAt
    )
    {
        if (request.Fresh && !(statement.AuthTime >= askedAt - ClockSkew))
        {
            return new SignInRefusal(SignInFailure.NotFresh);
        }

        var current = (await context.AuthenticateAsync(ClaimNames.Scheme)).Principal;
        var person = current is null ? null : personBinder.Bind(current).Person;
        if (await CompareAsync(statement, request, person, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        // The token was verified, so nobody uses up another one's allowance; and a choice was used up, so it does not come back later.
        if (!throttle.Allows(statement.Issuer, statement.Subject))
        {
            return new SignInRefusal(SignInFailure.TooManySignIns);
        }

        var session = await sessions.StartAsync(
            new VerifiedSignIn(
                statement.Issuer,
                statement.Subject,
                statement.Name,
                statement.Email,
                statement.Company,
                statement.Sid,
                statement.AuthTime ?? statement.IssuedAt ?? time.GetUtcNow(),
                context.Request.Headers.UserAgent,
                context.Connection.RemoteIpAddress?.ToString()
            ),
            // One browser, one session: whatever this browser had before ends here.
            person?.SessionId,
            context.RequestAborted
        );
        logger.SessionBegan(session.Id.Value, session.PersonId.Value);
        Preferences.Write(context.Response, new Preferences(session.Language, session.Theme));
        return TicketFor(session, statement, request);
    }

    private static AuthenticationTicket TicketFor(StartedSession session, TokenStatement statement, SignInRequest request)
    {
        var properties = SignInCookie.Properties(session.ExpiresAt);
        properties.RedirectUri = statement.Company is null ? SignInPages.CompanyThen(request.ReturnUrl) : request.ReturnUrl;
        var principal = SignInCookie.Principal(session.PersonId, session.Id, statement.Company, statement.Name, viewAsClient: false);
        return new AuthenticationTicket(principal, properties, EntraHandler.SchemeName);
    }

    private async Task<SignInRefusal?> CompareAsync(
        TokenStatement statement,
        SignInRequest request,
        PersonContext? current,
        CancellationToken cancellationToken
    )
    {
        // The choice is used up whatever the token says, so that it cannot come back in a later sign-in.
        var inTime =
            !request.Chosen
            || (current is not null && request.Company is { } chosen && await choices.TakeAsync(current, chosen, cancellationToken));
        if (request.Person is { } asked && PersonOf(statement) != asked)
        {
            return new SignInRefusal(SignInFailure.OtherPerson);
        }

        if (request.Company is { } wanted && statement.Company != wanted)
        {
            return new SignInRefusal(SignInFailure.ChoiceDiffers);
        }

        return inTime ? null : new SignInRefusal(SignInFailure.ChoiceExpired);
    }

    private PersonId? PersonOf(TokenStatement statement) => snapshots.People.Find(statement.Issuer, statement.Subject)?.Id;
}
