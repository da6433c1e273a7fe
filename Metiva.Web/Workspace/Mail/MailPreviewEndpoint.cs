using System.Text.Encodings.Web;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Mail;
using Metiva.Web.Shell.Refused;
using Metiva.Web.Shell.Security;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Mail;

/// <summary>Sends what a mail looks like, for the frame on its page. Whatever stands in it, nothing of it runs or is fetched.</summary>
internal static class MailPreviewEndpoint
{
    internal static async Task RunAsync(HttpContext context, Guid id, MailPreviewQuery query, IStringLocalizer<MailTexts> texts)
    {
        var found = await query.Run(id, context.RequestAborted);
        if (!found.Ok)
        {
            await RefusalResponse.WriteAsync(context, found.Error is NotFound ? Refusal.NotFound : Refusal.PermissionDenied);
            return;
        }

        var hidden = HtmlEncoder.Default.Encode(texts["HiddenLink"]);
        var html = found.Value.Replace(OutgoingMail.SecretMark, hidden, StringComparison.Ordinal);
        await FramedHtml.WriteAsync(context, html);
    }
}
