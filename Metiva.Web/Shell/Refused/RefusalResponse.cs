using Metiva.Tenancy.Binding;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Metiva.Web.Shell.Refused;

/// <summary>Answers a request with a refusal: a page for people, problem details for programs, a redirect where signing in helps.</summary>
internal static class RefusalResponse
{
    internal static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        // The cookie of an ended session is worth nothing and stays: by now the browser may hold the next session's under its name.
        var wantsPage = WantsPage(context.Request);
        if (wantsPage && refusal.Status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(context.Request.Method))
        {
            var back = Uri.EscapeDataString(PageAddress.Of(context.Request.Path + context.Request.QueryString));
            var reason = refusal.Code == nameof(BindingOutcome.SessionEnded) ? "&reason=session-ended" : "";
            context.Response.Redirect($"/account/sign-in?returnUrl={back}{reason}");
            return;
        }

        if (refusal.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = refusal.Status;
        IResult result = wantsPage
            ? new RazorComponentResult<RefusedPage>(
                new { Refusal = refusal, Reference = refusal == Refusal.Failed ? context.TraceIdentifier : null }
            )
            {
                StatusCode = refusal.Status,
            }
            : TypedResults.Problem(statusCode: refusal.Status, title: refusal.Code, type: "about:blank");
        await InServicesOfItsOwnAsync(context, result);
    }

    /// <summary>The request may have broken off while it drew a page, and a scope draws only once.</summary>
    private static async Task InServicesOfItsOwnAsync(HttpContext context, IResult result)
    {
        var own = context.RequestServices;
        await using var scope = own.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await result.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = own;
        }
    }

    private static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
        && request.Headers.Accept.ToString() is var accept
        && (
            accept.Length == 0 || accept.Contains("text/html", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal)
        );
}

/// <summary>Catches what refuses in the middle of a request, as long as nothing was sent.</summary>
internal sealed class RefusalMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (RefusalOf(exception) is { } refusal && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await RefusalResponse.WriteAsync(context, refusal);
        }
    }

    private static Refusal? RefusalOf(Exception exception) =>
        exception switch
        {
            BindingRefusedException refused => Refusal.Of(refused.Outcome),
            AggregateException { InnerException: BindingRefusedException refused } => Refusal.Of(refused.Outcome),
            _ => null,
        };
}

/// <summary>Authorization that fails is answered like every other refusal.</summary>
internal sealed class RefusalResultHandler : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var nobody = context.User.Identity?.IsAuthenticated != true;
        return RefusalResponse.WriteAsync(context, nobody ? Refusal.Of(BindingOutcome.NotSignedIn) : RefusalOf(context, policy));
    }

    /// <summary>Of all that the endpoint asks for, what is not granted is said before what is switched off.</summary>
    private static Refusal RefusalOf(HttpContext context, AuthorizationPolicy policy)
    {
        var tenant = context.RequestServices.GetRequiredService<TenantScope>().ContextOrNull;
        var refusals = policy
            .Requirements.OfType<AccessRule>()
            .Select(rule => tenant is null ? null : rule.RefusalOf(tenant))
            .OfType<Refusal>();
        var all = refusals.ToList();
        return all.Count > 0 && all.TrueForAll(refusal => refusal == Refusal.SwitchedOff) ? Refusal.SwitchedOff : Refusal.PermissionDenied;
    }
}
