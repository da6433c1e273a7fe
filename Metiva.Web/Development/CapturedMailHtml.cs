using System.Globalization;
using System.Net;
using System.Text;
using Metiva.Tenancy.Mail;

namespace Metiva.Web.Development;

/// <summary>The pages with captured mails. They are no pages of the application, so they stand by themselves.</summary>
internal static class CapturedMailHtml
{
    private const string Style = """
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
        body { margin: 0; display: grid; justify-items: center; }
        main { width: min(64rem, 100% - 2rem); padding-block: 2rem; overflow-wrap: anywhere; }
        h2 { margin-block: 2rem .5rem; font-size: 1.1rem; }
        .note { opacity: .8; }
        ul { display: grid; gap: .5rem; padding: 0; list-style: none; }
        li a { display: block; padding: .75rem 1rem; border: 1px solid GrayText; border-radius: .5rem; color: CanvasText; text-decoration: none; }
        li a:is(:hover, :focus-visible) { border-color: Highlight; outline: 2px solid Highlight; }
        li small { display: block; opacity: .8; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
        dt { opacity: .8; }
        dd { margin: 0; }
        iframe { display: block; box-sizing: border-box; width: 100%; height: 32rem; border: 1px solid GrayText; border-radius: .5rem;
          background: #fff; color-scheme: light; }
        pre { margin: 0; padding: 1rem; border: 1px solid GrayText; border-radius: .5rem; white-space: pre-wrap; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-block-end: .5rem; } }
        """;

    internal static IResult List(IReadOnlyList<CapturedMail> mails)
    {
        var body = new StringBuilder(
            """
            <h1>Mails that would be sent</h1>
            <p class="note">No mail server is set up, so Metiva keeps the mails of all companies here until it stops. None reaches anybody.
            This page refreshes by itself.</p>
            """
        );
        if (mails.Count == 0)
        {
            body.Append("<p>Nothing was sent yet. Invite somebody, or send an invoice.</p>");
        }

        body.Append("<ul>");
        foreach (var mail in mails)
        {
            body.Append(
                CultureInfo.InvariantCulture,
                $"""
                <li><a href="{CapturedMailPages.Path}/{mail.Id:D}"><strong>{Encode(mail.Message.Subject)}</strong>
                <small>to {Encode(Named(mail.Message.To))}</small><small>{Encode(mail.CompanyName)} · {Moment(mail)}</small></a></li>
                """
            );
        }

        return Page("Mails that would be sent", "<meta http-equiv=\"refresh\" content=\"5\">", body.Append("</ul>"));
    }

    internal static IResult One(CapturedMail mail)
    {
        var (message, address) = (mail.Message, $"{CapturedMailPages.Path}/{mail.Id:D}");
        var body = new StringBuilder(
            $"""
            <p><a href="{CapturedMailPages.Path}">All mails</a></p>
            <h1>{Encode(message.Subject)}</h1>
            <dl>
            <dt>Company</dt><dd>{Encode(mail.CompanyName)}</dd>
            <dt>From</dt><dd>{Encode(Named(message.From))}</dd>
            <dt>To</dt><dd>{Encode(Named(message.To))}</dd>
            <dt>Answers to</dt><dd>{Encode(Named(message.ReplyTo ?? message.From))}</dd>
            <dt>Unsubscribe</dt><dd>{Encode(message.Unsubscribe?.AbsoluteUri ?? "–")}</dd>
            <dt>When</dt><dd>{Moment(mail)}</dd>
            <dt>Raw source</dt><dd><a href="{address}/source" download>Download as .eml</a></dd>
            </dl>
            """
        );
        if (message.Files.Count > 0)
        {
            body.Append("<h2>Attached</h2><ul>");
            foreach (var (number, file) in message.Files.Index())
            {
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"<li><a href=\"{address}/files/{number}\" download>{Encode(file.Name)}<small>{Encode(file.ContentType)}, {file.Content.Length} bytes</small></a></li>"
                );
            }

            body.Append("</ul>");
        }

        if (message.Html is not null)
        {
            body.Append("<h2>HTML</h2>")
                .Append($"<iframe sandbox=\"\" referrerpolicy=\"no-referrer\" src=\"{address}/html\" title=\"The mail as HTML\"></iframe>");
        }

        body.Append($"<h2>Text</h2><pre lang=\"{Encode(message.Language)}\">{Encode(message.Text)}</pre>");
        return Page(message.Subject, head: "", body);
    }

    private static IResult Page(string title, string head, StringBuilder body) =>
        TypedResults.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{head}
            <title>{Encode(title)}</title><link rel="icon" type="image/svg+xml" href="/favicon.svg"><style>{Style}</style>
            </head>
            <body><main>{body}</main></body></html>
            """,
            "text/html; charset=utf-8"
        );

    private static string Named(MailAddress address) => address.Name is null ? address.Address : $"{address.Name} <{address.Address}>";

    private static string Moment(CapturedMail mail) =>
        mail.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
