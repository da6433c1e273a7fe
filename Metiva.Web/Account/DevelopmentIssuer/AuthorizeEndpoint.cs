using Metiva.Web.Identity.Entra;
using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>Where the browser comes to sign somebody in.</summary>
internal static class AuthorizeEndpoint
{
    private const string PickField = "person";

    /// <summary>Answers at once when the issuer knows who it is, else shows the people to pick from.</summary>
    public static IResult AskAsync(
        HttpContext context,
        IssuerClient client,
        EntraRegistration registration,
        IssuerPeople people,
        IssuerSessions sessions,
        IssuerCodes codes
    )
    {
        var request = AuthorizeRequest.From(context.Request.Query);
        if (Refusal(context, request, client, registration) is { } refusal)
        {
            return refusal;
        }

        var session = sessions.Of(context.Request);
        var fits = session is not null && (request.LoginHint.Length == 0 || IsMeant(session.Person, request.LoginHint));
        if (request.Prompt == "none")
        {
            return fits && !request.MustAsk
                ? Answer(request, codes.Issue(request, session!))
                : Error(request, "login_required", "the person has to sign in");
        }

        if (fits && request.LoginHint.Length > 0 && !request.MustAsk)
        {
            return Answer(request, codes.Issue(request, session!));
        }

        var first = people.FindByHint(request.LoginHint) ?? session?.Person;
        return PickPage.Show(context, request, people, first);
    }

    /// <summary>Somebody was picked.</summary>
    public static async Task<IResult> PickAsync(
        HttpContext context,
        IssuerClient client,
        EntraRegistration registration,
        IssuerPeople people,
        IssuerSessions sessions,
        IssuerCodes codes
    )
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var request = AuthorizeRequest.From(form);
        if (Refusal(context, request, client, registration) is { } refusal)
        {
            return refusal;
        }

        var picked = form[PickField].ToString();
        if (picked == "cancel")
        {
            return Error(request, "access_denied", "the person cancelled");
        }

        var person =
            Guid.TryParse(picked, out var objectId) ? people.Find(objectId)
            : form["email"].ToString().Trim() is { Length: > 0 and < 200 } email
                ? IssuerPeople.Guest(form["name"].ToString().Trim() is { Length: > 0 and < 200 } name ? name : email, email)
            : null;
        return person is null
            ? PickPage.Show(context, request, people, first: null)
            : Answer(request, codes.Issue(request, sessions.Begin(context, person)));
    }

    private static bool IsMeant(IssuerPerson person, string hint) => string.Equals(person.Email, hint, StringComparison.OrdinalIgnoreCase);

    private static IResult? Refusal(HttpContext context, AuthorizeRequest request, IssuerClient client, EntraRegistration registration)
    {
        // An answer may only go to a known address; before that is sure, the mistake is shown here.
        if (request.ProblemToShow(context.Request, client, registration) is { } problem)
        {
            return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "invalid_request");
        }

        return request.ProblemToSend() is { } sent ? Error(request, sent.Error, sent.Description) : null;
    }

    private static IResult Answer(AuthorizeRequest request, string code) =>
        Redirect(request, new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code });

    private static IResult Error(AuthorizeRequest request, string error, string description) =>
        Redirect(
            request,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["error"] = error, ["error_description"] = description }
        );

    private static IResult Redirect(AuthorizeRequest request, Dictionary<string, string?> answer)
    {
        if (request.State.Length > 0)
        {
            answer["state"] = request.State;
        }

        answer["iss"] = DevelopmentIssuer.Issuer;
        return TypedResults.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, answer));
    }
}
