using Metiva.Tenancy.Binding;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Metiva.Web.Identity.Entra;

/// <summary>What follows a sign-in that did not succeed: asking the person after all, or a page that says why and what to do.</summary>
internal sealed class EntraEvents(ILogger<EntraEvents> logger) : OAuthEvents
{
    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Headers.CacheControl = "no-store";
        if (context.Failure is IssuerErrorException answer)
        {
            await AfterIssuerErrorAsync(context, answer.Code);
            return;
        }

        var reason = context.Failure switch
        {
            SignInRefusedException refused => refused.Reason,
            BindingRefusedException => SignInFailure.ControlPlaneUnavailable,
            _ => SignInFailure.Unexpected,
        };
        logger.SignInRefused(reason, CauseOf(context.Failure, reason));
        Answer(context, reason);
    }

    private async Task AfterIssuerErrorAsync(RemoteFailureContext context, string code)
    {
        var request = context.Properties is null ? new SignInRequest() : SignInRequest.From(context.Properties);
        if (request.Quiet && IssuerCode.NeedsPerson(code))
        {
            logger.AsksAfterAll(code);
            await context.HttpContext.ChallengeAsync(EntraHandler.SchemeName, (request with { Quiet = false }).ToProperties());
            return;
        }

        var reason = code == "access_denied" ? SignInFailure.AccessDenied : SignInFailure.IssuerError;
        logger.IssuerAnswered(code);
        logger.SignInRefused(reason, null);
        Answer(context, reason);
    }

    private static void Answer(RemoteFailureContext context, SignInFailure reason) =>
        context.Response.Redirect(
            reason is SignInFailure.ChoiceDiffers or SignInFailure.ChoiceExpired or SignInFailure.OtherPerson
                ? SignInPages.CompanyFor(reason)
                : SignInPages.FailedFor(reason)
        );

    // A refused token is explained by its reason alone; the library's messages repeat what stands in the token.
    private static Exception? CauseOf(Exception? failure, SignInFailure reason) =>
        reason switch
        {
            SignInFailure.Unexpected or SignInFailure.ControlPlaneUnavailable => failure,
            SignInFailure.IssuerUnreachable => failure?.InnerException,
            _ => null,
        };
}
