using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Web.Identity;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Binding;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Authentication;

namespace Metiva.Web.Workspace.ViewAsClient;

/// <summary>Begins and ends the view of the portal as a client sees it. The session stays the same; only the cookie says more or less.</summary>
public static class ViewAsClientFeature
{
    /// <summary>Where the view begins.</summary>
    public const string Start = "/workspace/view-as-client";

    /// <summary>Where it ends.</summary>
    public const string Leave = "/portal/leave-view";

    /// <summary>Adds the command.</summary>
    public static IServiceCollection AddViewAsClient(this IServiceCollection services) => services.AddScoped<StartViewAsClient>();

    /// <summary>Maps both forms. Every member of staff has a profile, so that is the permission: who is staff decides.</summary>
    public static void MapViewAsClient(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Start, StartAsync).RequiresForm().RequiresCompanyStamp().Requires(Permissions.Profile.Read);
        endpoints.MapPost(Leave, LeaveAsync).RequiresForm().RequiresCompanyStamp().RequiresMember();
    }

    private static async Task StartAsync(HttpContext context, StartViewAsClient command)
    {
        var result = await command.Run(context.RequestAborted);
        if (!result.Ok)
        {
            await RefusalResponse.WriteAsync(context, RefusalOf(result.Error!));
            return;
        }

        await ReissueAsync(context, viewAsClient: true);
        context.Response.Redirect("/portal");
    }

    private static async Task LeaveAsync(HttpContext context, TenantScope scope)
    {
        if (scope.Context.ViewAsClient)
        {
            await ReissueAsync(context, viewAsClient: false);
        }

        context.Response.Redirect("/");
    }

    private static Refusal RefusalOf(Error error) => error is ChangedMeanwhile ? Refusal.Of(BindingOutcome.Busy) : Refusal.PermissionDenied;

    /// <summary>The same ticket, until the same moment, with one claim more or less.</summary>
    private static async Task ReissueAsync(HttpContext context, bool viewAsClient)
    {
        var ticket = await context.AuthenticateAsync(ClaimNames.Scheme);
        var claims = ticket.Principal!.Claims.Where(claim => claim.Type != ClaimNames.ViewAs).ToList();
        if (viewAsClient)
        {
            claims.Add(new Claim(ClaimNames.ViewAs, "client"));
        }

        var identity = new ClaimsIdentity(claims, ClaimNames.Scheme, ClaimNames.Name, roleType: null);
        await context.SignInAsync(ClaimNames.Scheme, new ClaimsPrincipal(identity), ticket.Properties);
    }
}
