using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Mail.Mime;

/// <summary>
/// Writes a mail as it goes over the wire: ASCII only, lines that end in CR LF and stay under 998 characters (RFC 5322, 2045 to 2047).
/// The same mail gives the same bytes, the boundaries included.
/// </summary>
internal static class MimeWriter
{
    private const int Base64Line = 57;

    /// <exception cref="ArgumentException">A value holds a control character where a header would break.</exception>
    public static byte[] Write(MailMessage mail)
    {
        var text = new StringBuilder();
        text.Append(HeaderText.Header("Date", mail.Date.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)));
        text.Append(HeaderText.Header("From", HeaderText.Mailbox(mail.From)));
        AppendIf(text, "Reply-To", mail.ReplyTo);
        text.Append(HeaderText.Header("To", HeaderText.Mailbox(mail.To)));
        AppendIf(text, "Cc", mail.Cc);
        text.Append(HeaderText.Header("Message-ID", $"<{mail.MessageId}>"));
        DemandNoControl(mail.Subject, nameof(mail));
        text.Append(HeaderText.Header("Subject", HeaderText.Unstructured(mail.Subject)));
        text.Append(HeaderText.Header("MIME-Version", "1.0"));
        text.Append(HeaderText.Header("Content-Language", mail.Language));
        if (mail.Unsubscribe is { } unsubscribe)
        {
            text.Append(HeaderText.Header("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>"));
        }

        AppendBody(text, mail);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void AppendBody(StringBuilder text, MailMessage mail)
    {
        if (mail.Files.Count == 0)
        {
            AppendTexts(text, mail);
            return;
        }

        var boundary = Boundary(mail, "files");
        AppendMultipart(text, "mixed", boundary);
        AppendTexts(text, mail);
        foreach (var file in mail.Files)
        {
            text.Append("--").Append(boundary).Append("\r\n");
            text.Append(HeaderText.Header("Content-Type", file.ContentType));
            text.Append(HeaderText.Header("Content-Disposition", "attachment; " + HeaderText.FileName(file.Name)));
            text.Append(HeaderText.Header("Content-Transfer-Encoding", "base64")).Append("\r\n");
            for (var at = 0; at < file.Content.Length; at += Base64Line)
            {
                text.Append(Convert.ToBase64String(file.Content.Span[at..Math.Min(at + Base64Line, file.Content.Length)])).Append("\r\n");
            }
        }

        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void AppendTexts(StringBuilder text, MailMessage mail)
    {
        if (mail.Html is not { } html)
        {
            AppendText(text, "plain", mail.Text);
            return;
        }

        var boundary = Boundary(mail, "texts");
        AppendMultipart(text, "alternative", boundary);
        AppendText(text, "plain", mail.Text);
        text.Append("--").Append(boundary).Append("\r\n");
        AppendText(text, "html", html);
        text.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void AppendMultipart(StringBuilder text, string kind, string boundary)
    {
        text.Append(HeaderText.Header("Content-Type", $"multipart/{kind}; boundary=\"{boundary}\"")).Append("\r\n");
        text.Append("--").Append(boundary).Append("\r\n");
    }

    private static void AppendText(StringBuilder text, string kind, string body)
    {
        text.Append(HeaderText.Header("Content-Type", $"text/{kind}; charset=utf-8"));
        text.Append(HeaderText.Header("Content-Transfer-Encoding", "quoted-printable")).Append("\r\n");
        text.Append(QuotedPrintable.Encode(body));
    }

    // "=_" stands in no line of quoted-printable or base64, so no body can hold a boundary (RFC 2045, 6.7).
    private static string Boundary(MailMessage mail, string part) =>
        $"=_{part}_{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId)).AsSpan(0, 12))}";

    private static void AppendIf(StringBuilder text, string name, MailAddress? address)
    {
        if (address is not null)
        {
            text.Append(HeaderText.Header(name, HeaderText.Mailbox(address)));
        }
    }

    private static void DemandNoControl(string value, string parameter)
    {
        if (value.Any(char.IsControl))
        {
            throw new ArgumentException("The subject holds a control character.", parameter);
        }
    }
}
