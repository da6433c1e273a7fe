using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Metiva.Web.Shell.Mailing;

/// <summary>The two forms of a letter. The HTML is one column with its styles in place, which is all that mail readers agree on.</summary>
internal static class MailForms
{
    private const string Page = "margin:0;padding:24px 12px;background:#f3f4f6;font-family:Segoe UI,Helvetica,Arial,sans-serif";
    private const string Card = "max-width:560px;margin:0 auto;background:#ffffff;border-radius:8px;padding:28px;color:#1f2933";
    private const string Paragraph = "margin:0 0 16px;font-size:16px;line-height:1.5";
    private const string Button =
        "display:inline-block;background:#1d4ed8;color:#ffffff;text-decoration:none;padding:12px 20px;border-radius:6px;font-size:16px";
    private const string Small = "margin:0;font-size:13px;line-height:1.5;color:#5b6672";
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>For readers of plain text. A line of two dashes and a space begins the signature, as readers know it.</summary>
    internal static string ToText(MailLetter letter)
    {
        var parts = new List<string>(letter.Paragraphs);
        if (letter.Items.Count > 0)
        {
            parts.Add(string.Join('\n', letter.Items.Select(item => "- " + item)));
        }

        if (letter.Facts.Count > 0)
        {
            parts.Add(string.Join('\n', letter.Facts.Select(fact => $"{fact.Name}: {fact.Value}")));
        }

        if (letter.Action is { } action)
        {
            parts.Add($"{action.Text}:\n{action.Address}");
        }

        if (letter.Footer is { } footer)
        {
            parts.Add(footer);
        }

        parts.Add("-- \n" + letter.Signature);
        return string.Join("\n\n", parts.Select(part => part.ReplaceLineEndings("\n"))) + "\n";
    }

    /// <summary>For the others.</summary>
    /// <param name="letter">What it says; every text is encoded.</param>
    /// <param name="language">Its language, for readers that read aloud.</param>
    internal static string ToHtml(MailLetter letter, string language)
    {
        var html = new StringBuilder($"<!DOCTYPE html><html lang=\"{Html.Encode(language)}\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Html.Encode(letter.Subject))
            .Append($"</title></head>\n<body style=\"{Page}\"><div style=\"{Card}\">\n");
        foreach (var paragraph in letter.Paragraphs)
        {
            html.Append($"<p style=\"{Paragraph}\">{Lines(paragraph)}</p>\n");
        }

        if (letter.Items.Count > 0)
        {
            html.Append($"<ul style=\"{Paragraph};padding-left:20px\">\n");
            letter.Items.ToList().ForEach(item => html.Append($"<li>{Lines(item)}</li>\n"));
            html.Append("</ul>\n");
        }

        if (letter.Facts.Count > 0)
        {
            html.Append($"<table role=\"presentation\" style=\"{Paragraph};border-collapse:collapse\">\n");
            foreach (var (name, value) in letter.Facts)
            {
                html.Append($"<tr><td style=\"padding:4px 16px 4px 0;color:#5b6672\">{Html.Encode(name)}</td>");
                html.Append($"<td style=\"padding:4px 0\">{Html.Encode(value)}</td></tr>\n");
            }

            html.Append("</table>\n");
        }

        if (letter.Action is { } action)
        {
            html.Append(
                $"<p style=\"{Paragraph}\"><a href=\"{Html.Encode(action.Address)}\" style=\"{Button}\">{Html.Encode(action.Text)}</a></p>\n"
            );
        }

        html.Append($"<p style=\"{Paragraph}\">{Lines(letter.Signature)}</p>\n");
        if (letter.Footer is { } footer)
        {
            html.Append($"<p style=\"{Small}\">{Lines(footer)}</p>\n");
        }

        return html.Append("</div></body></html>\n").ToString();
    }

    private static string Lines(string text) => string.Join("<br>", text.ReplaceLineEndings("\n").Split('\n').Select(Html.Encode));
}
