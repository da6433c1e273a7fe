using System.Net;

namespace Metiva.Web.Development.Demo;

/// <summary>What a demo mail says, paragraph by paragraph.</summary>
internal sealed record DemoLetter(string Kind, string To, string? ToName, string Language, string Subject, IReadOnlyList<string> Paragraphs)
{
    /// <summary>For readers of plain text.</summary>
    public string Text(string sender) => string.Join("\n\n", [.. Paragraphs, $"-- \n{sender}"]) + "\n";

    /// <summary>For the others, with a stripe in the company's colour.</summary>
    public string Html(string sender, string colour) =>
        $"""
            <!DOCTYPE html>
            <html lang="{Language}"><head><meta charset="utf-8"><title>{Encode(Subject)}</title></head>
            <body style="margin:0;background:#f4f4f5;font-family:system-ui,sans-serif;color:#18181b">
            <div style="max-width:36rem;margin:0 auto;padding:2rem 1.5rem;background:#fff;border-top:6px solid {colour}">
            <h1 style="font-size:1.25rem">{Encode(Subject)}</h1>
            {string.Concat(Paragraphs.Select(paragraph => $"<p>{Encode(paragraph)}</p>"))}
            <p style="color:#52525b">{Encode(sender)}</p>
            </div></body></html>
            """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
