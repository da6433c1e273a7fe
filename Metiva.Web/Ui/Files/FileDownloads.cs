using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Previews;
using Metiva.Web.Shell.Refused;
using Microsoft.Net.Http.Headers;

namespace Metiva.Web.Ui.Files;

/// <summary>
/// Sends files, whole or in ranges. Whatever a file holds, the browser gets it as something to save, or as a picture or PDF in a frame
/// of its own that may run, load and send nothing.
/// </summary>
internal static class FileDownloads
{
    private const string Sealed = "default-src 'none'; frame-ancestors 'none'; sandbox";

    // The browser's own viewer for PDF does not start inside a sandbox; it is one itself. Nothing else is let through.
    private const string SealedForPdf = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    internal static async Task<IResult> ContentAsync(HttpContext context, Guid id, FileDownloadQuery query, TenantScope scope) =>
        await SendAsync(context, await query.Run(id, IsInPortal(context), context.RequestAborted), scope, inPlace: false);

    internal static async Task<IResult> PreviewAsync(HttpContext context, Guid id, FilePreviewQuery query, TenantScope scope) =>
        await SendAsync(context, await query.Run(id, IsInPortal(context), context.RequestAborted), scope, inPlace: true);

    private static bool IsInPortal(HttpContext context) =>
        context.Request.Path.StartsWithSegments(FileAddress.Portal, StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> SendAsync(HttpContext context, Result<FileDownload> found, TenantScope scope, bool inPlace)
    {
        if (!found.Ok)
        {
            await RefusalResponse.WriteAsync(context, RefusalOf(found.Error!));
            return Results.Empty;
        }

        var file = found.Value;
        var pdf = inPlace && file.ContentType == ContentType.Pdf;
        var headers = context.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Cookie";
        headers.ContentSecurityPolicy = pdf ? SealedForPdf : Sealed;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentDisposition = Disposition(inPlace ? "inline" : "attachment", file.Name);
        if (pdf)
        {
            headers.XFrameOptions = "SAMEORIGIN";
        }

        return Results.Stream(
            file.Content,
            file.ContentType,
            lastModified: file.CreatedAt,
            entityTag: Tag(scope.Context, file.Hash),
            enableRangeProcessing: true
        );
    }

    private static Refusal RefusalOf(Error error) =>
        error switch
        {
            // What is not shown has no address to be shown at; the dialog says why.
            NotFound or PreviewIsActive or PreviewIsUnread => Refusal.NotFound,
            ContentMissing => Refusal.Failed,
            _ => Refusal.PermissionDenied,
        };

    private static string Disposition(string kind, string name)
    {
        var disposition = new ContentDispositionHeaderValue(kind);
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }

    // Strong, for the content never changes; and another one at each company, so that nobody finds out who has the same file.
    private static EntityTagHeaderValue Tag(TenantContext tenant, string hash) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{tenant.CompanyId} {hash}")))}\"");
}
