using System.Net;

namespace Metiva.Web.Identity.DevelopmentIssuer;

/// <summary>
/// Lets only this machine in, under a name of this machine: with a foreign Host header a page elsewhere could talk to the issuer,
/// or read captured mails, through a name that it makes point here.
/// </summary>
internal sealed class OnlyThisMachine : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Allows(context.HttpContext.Connection.RemoteIpAddress, context.HttpContext.Request.Host.Host)
        && !IsForwarded(context.HttpContext.Request.Headers)
            ? next(context)
            : ValueTask.FromResult<object?>(
                TypedResults.Problem("This is only for this machine.", statusCode: StatusCodes.Status403Forbidden)
            );

    // A tunnel may rewrite the Host header, but says that it forwards.
    private static bool IsForwarded(IHeaderDictionary headers) =>
        headers.Keys.Any(name =>
            name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        );

    internal static bool Allows(IPAddress? remote, string host) =>
        remote is not null
        && IPAddress.IsLoopback(remote)
        && (
            host is "127.0.0.1" or "[::1]"
            || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        );
}
