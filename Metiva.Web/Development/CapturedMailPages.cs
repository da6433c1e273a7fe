using System.Text;
using Metiva.Tenancy.Mail;
using Metiva.Web.Identity.DevelopmentIssuer;
using Metiva.Web.Shell.Access;
using Metiva.Web.Shell.Security;

namespace Metiva.Web.Development;

/// <summary>
/// What would have been sent, for whoever develops: the mails of all companies that this process kept instead. There in Development
/// without a mail server, for this machine only, and nowhere else.
/// </summary>
internal static class CapturedMailPages
{
    internal const string Path = "/dev/mail";

    internal static IEndpointRouteBuilder MapCapturedMails(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (!services.GetRequiredService<IHostEnvironment>().IsDevelopment() || !services.GetRequiredService<CapturedMails>().IsOn)
        {
            return endpoints;
        }

        var group = endpoints.MapGroup(Path).AddEndpointFilter<OnlyThisMachine>().IsOpen();
        group.MapGet("", (CapturedMails mails) => CapturedMailHtml.List(mails.All));
        group.MapGet("/{id:guid}", (Guid id, CapturedMails mails) => Of(mails, id) is { } mail ? CapturedMailHtml.One(mail) : Gone());
        group.MapGet("/{id:guid}/html", HtmlAsync);
        group.MapGet("/{id:guid}/source", (Guid id, CapturedMails mails) => Of(mails, id) is { } mail ? Source(mail) : Gone());
        group.MapGet("/{id:guid}/files/{number:int}", File);
        return endpoints;
    }

    private static CapturedMail? Of(CapturedMails mails, Guid id) => mails.All.FirstOrDefault(mail => mail.Id == id);

    private static async Task HtmlAsync(HttpContext context, Guid id, CapturedMails mails)
    {
        if (Of(mails, id)?.Message.Html is { } html)
        {
            await FramedHtml.WriteAsync(context, html);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private static IResult Source(CapturedMail mail) =>
        TypedResults.File(Encoding.ASCII.GetBytes(mail.Source), "message/rfc822", $"{mail.Id:D}.eml");

    // Whatever type it names, the browser gets it as something to save.
    private static IResult File(Guid id, int number, CapturedMails mails) =>
        Of(mails, id)?.Message.Files.ElementAtOrDefault(number) is { } file
            ? TypedResults.File(file.Content.ToArray(), "application/octet-stream", file.Name)
            : Gone();

    private static IResult Gone() => TypedResults.Problem("This mail is no longer kept.", statusCode: StatusCodes.Status404NotFound);
}
