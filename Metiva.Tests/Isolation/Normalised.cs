using System.Text.RegularExpressions;

namespace Metiva.Tests.Isolation;

/// <summary>An answer without what differs from one request to the next by itself: protected values, marks of the framework, moments.</summary>
internal static partial class Normalised
{
    public static string Body(string body) => Moments().Replace(Protected().Replace(Marks().Replace(body, ""), "#"), "#");

    [GeneratedRegex("<!--Blazor.*?-->", RegexOptions.Singleline | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Marks();

    // Data Protection's values all begin alike; nonces of the content policy follow their name.
    [GeneratedRegex(
        "CfDJ8[A-Za-z0-9_%+/=-]+|nonce[=-]\"?[A-Za-z0-9+/=_-]+|(?<=id=\"|for=\"|aria-[a-z]+=\")[A-Za-z0-9_-]{8,}(?=\")",
        RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex Protected();

    [GeneratedRegex("\\d{1,2}:\\d{2}(?::\\d{2})?", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Moments();
}
