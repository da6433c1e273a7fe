namespace Metiva.Web.Shell.Security;

/// <summary>
/// HTML that somebody else wrote, for a frame of one of our pages. It has an origin of its own and may run nothing, fetch nothing and
/// send nothing; <see cref="SecurityHeaders"/> sends this in the place of the policy of our own pages.
/// </summary>
internal sealed class FramedHtml
{
    internal const string Policy =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private FramedHtml() { }

    /// <summary>Sends it.</summary>
    internal static Task WriteAsync(HttpContext context, string html)
    {
        context.Features.Set(new FramedHtml());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    /// <summary>Whether this is what an answer holds.</summary>
    internal static bool Is(HttpContext context) => context.Features.Get<FramedHtml>() is not null;
}
