using Metiva.Domain.Shared;
using Metiva.Tenancy.Memberships;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Mvc;

namespace Metiva.Web.Identity;

/// <summary>What the form of the invitation page calls.</summary>
internal static class InvitationEndpoints
{
    public const string Page = "/account/invitation";
    public const string Accept = "/account/invitation/accept";
    public const string Decline = "/account/invitation/decline";
    public const string Declined = "/account/invitation-declined";

    public static void MapInvitations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Accept, AcceptAsync).RequiresForm().RequiresPerson();
        endpoints.MapPost(Decline, DeclineAsync).RequiresForm().RequiresPerson();
    }

    private static async Task<IResult> AcceptAsync(
        [FromForm] string? secret,
        PersonScope person,
        Invitations invitations,
        CancellationToken cancellationToken
    )
    {
        var accepted = await invitations.AcceptAsync(person.Context, secret, cancellationToken);
        return accepted.Ok ? TypedResults.LocalRedirect(SignInPages.Company) : BackTo(secret, accepted.Error!);
    }

    private static async Task<IResult> DeclineAsync(
        [FromForm] string? secret,
        PersonScope person,
        Invitations invitations,
        CancellationToken cancellationToken
    )
    {
        var declined = await invitations.DeclineAsync(person.Context, secret, cancellationToken);
        return declined.Ok ? TypedResults.LocalRedirect(Declined) : BackTo(secret, declined.Error!);
    }

    private static IResult BackTo(string? secret, Error error) =>
        TypedResults.LocalRedirect(
            $"{Page}/{Uri.EscapeDataString(string.IsNullOrEmpty(secret) ? "-" : secret)}?problem={Uri.EscapeDataString(error.Code)}"
        );
}
