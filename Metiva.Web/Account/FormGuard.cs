using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Antiforgery;

namespace Metiva.Web.Identity;

/// <summary>
/// Lets a form post through only with its antiforgery token. The framework asks for it where parameters are bound from a form; a
/// post without fields would pass.
/// </summary>
internal static class FormGuard
{
    public static RouteHandlerBuilder RequiresForm(this RouteHandlerBuilder builder) =>
        builder
            .DisableAntiforgery()
            .AddEndpointFilter(
                async (invocation, next) =>
                {
                    var context = invocation.HttpContext;
                    if (await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
                    {
                        return await next(invocation);
                    }

                    await RefusalResponse.WriteAsync(context, Refusal.BadRequest);
                    return Results.Empty;
                }
            );
}
