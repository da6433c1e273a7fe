using Microsoft.Extensions.Primitives;

namespace Metiva.Web.Shell.Security;

/// <summary>
/// Tells the browser to run only our own scripts, to be framed by nobody, and to keep no copy of a page. The component library sets
/// inline styles, so those are allowed; inline scripts are not.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, IConfiguration configuration)
{
    private readonly string policy = Policy(SignInOrigin(configuration));

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Add, context.Response);
        return next(context);
    }

    internal static string Policy(string? signInOrigin) =>
        string.Join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            // Browsers follow the redirect of a form too, and signing in and out ends at the identity provider.
            signInOrigin is null
                ? "form-action 'self'"
                : $"form-action 'self' {signInOrigin}",
            "frame-ancestors 'none'"
        );

    private static string? SignInOrigin(IConfiguration configuration) =>
        Uri.TryCreate(configuration["AzureAd:Instance"], UriKind.Absolute, out var instance)
            ? instance.GetLeftPart(UriPartial.Authority)
            : null;

    private Task Add(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;
        var framed = FramedHtml.Is(response.HttpContext);
        if (headers.ContentSecurityPolicy.Count == 0 || IsHtml(response))
        {
            headers.ContentSecurityPolicy = framed ? FramedHtml.Policy : policy;
        }

        headers.XContentTypeOptions = "nosniff";

        // A PDF and a mail are shown in a frame of the page that asked for them; nothing of ours but that is framed.
        if (headers.XFrameOptions.Count == 0 || IsHtml(response))
        {
            headers.XFrameOptions = framed ? "SAMEORIGIN" : "DENY";
        }

        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (response.HttpContext.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        if (IsHtml(response))
        {
            headers.CacheControl = "no-store";
            headers.Pragma = StringValues.Empty;
        }

        return Task.CompletedTask;
    }

    // A download may state a stricter policy of its own; on pages ours also takes the place of the framework's.
    private static bool IsHtml(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
