using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Identity.Entra;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Limits;

namespace Metiva.Web.Identity;

/// <summary>Begins sign-ins: the ordinary one, a fresh one, and the one for another company.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(SignInPages.Start, StartAsync).IsOpen().RequireRateLimiting(RequestLimits.SignIn);
        endpoints.MapGet(SignInPages.OnlyCompany, GoToOnlyCompanyAsync).RequiresPerson();
        endpoints.MapPost(SignInPages.ChooseCompany, ChooseAsync).RequiresForm().RequiresPerson();
    }

    // fresh: the person proves again who they are, and stays at the company where they are. pick: another account may be picked.
    // A link on a foreign page starts an ordinary sign-in at most: it does not take the place of a choice that the person has made.
    private static async Task<IResult> StartAsync(
        HttpContext context,
        string? returnUrl,
        bool? fresh,
        bool? pick,
        PersonBinder binder,
        CompanyChoices choices,
        CancellationToken cancellationToken
    )
    {
        var request = new SignInRequest { ReturnUrl = LocalAddress.OrHome(returnUrl), PickAccount = pick == true };
        if (fresh != true || IsForeign(context.Request) || binder.Bind(context.User).Person is not { } person)
        {
            return Challenge(request with { Fresh = fresh == true });
        }

        // Without a choice, the new token of a member of several companies would name none.
        var stays = person.CompanyId is { } company && (await choices.ChooseAsync(person, company, cancellationToken)).Ok;
        return Challenge(
            request with
            {
                Fresh = true,
                Person = person.PersonId,
                Company = stays ? person.CompanyId : null,
                Chosen = stays,
            }
        );
    }

    private static async Task<IResult> ChooseAsync(
        HttpContext context,
        PersonScope scope,
        CompanyChoices choices,
        OwnProfiles profiles,
        CancellationToken cancellationToken
    )
    {
        var person = scope.Context;
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var wanted = CompanyClaim.Parse(form["choice"]);
        if (wanted.Outcome != BindingOutcome.Bound || !(await choices.ChooseAsync(person, wanted.CompanyId, cancellationToken)).Ok)
        {
            return TypedResults.Redirect($"{SignInPages.Company}?problem=not-a-member");
        }

        return Challenge(
            new SignInRequest
            {
                ReturnUrl = LocalAddress.OrHome(form["returnUrl"]),
                Quiet = true,
                LoginHint = (await profiles.ReadAsync(person, cancellationToken)).Email,
                Person = person.PersonId,
                Company = wanted.CompanyId,
                Chosen = true,
            }
        );
    }

    // Nothing is chosen here: who is a member of one company gets it by the token anyway.
    private static async Task<IResult> GoToOnlyCompanyAsync(
        PersonScope scope,
        PersonBinder binder,
        OwnProfiles profiles,
        string? returnUrl,
        CancellationToken cancellationToken
    )
    {
        var person = scope.Context;
        return binder.MembershipsOf(person) is [var only]
            ? Challenge(
                new SignInRequest
                {
                    ReturnUrl = LocalAddress.OrHome(returnUrl),
                    Quiet = true,
                    LoginHint = (await profiles.ReadAsync(person, cancellationToken)).Email,
                    Person = person.PersonId,
                    Company = only.CompanyId,
                }
            )
            : TypedResults.Redirect(SignInPages.Company);
    }

    private static bool IsForeign(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    private static IResult Challenge(SignInRequest request) => TypedResults.Challenge(request.ToProperties(), [EntraHandler.SchemeName]);
}
