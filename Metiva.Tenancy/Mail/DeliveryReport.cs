using System.Text.RegularExpressions;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// A report about a mail that was on its way (RFC 3464): what a mail server sends to the envelope's sender. Only its part for machines is
/// read, never its prose.
/// </summary>
/// <param name="Failed">Whether it cannot be delivered; otherwise it is late, and somebody goes on trying.</param>
/// <param name="Status">The enhanced status code such as <c>5.1.1</c> (RFC 3463).</param>
/// <param name="Said">What the server that refused it said; null when the report does not quote it.</param>
internal sealed partial record DeliveryReport(bool Failed, string Status, string? Said)
{
    /// <summary>The longest mail that is read.</summary>
    internal const int MostCharacters = 1024 * 1024;

    private const int LongestField = 2_000;

    /// <summary>Reads a mail. Null when it is no report, or one of something else than a failure or a delay: an answer, an out-of-office.</summary>
    internal static DeliveryReport? TryRead(string mail)
    {
        var lines = mail.Length > MostCharacters ? [] : mail.ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, line => StatusPart().IsMatch(line));
        var blank = start < 0 ? -1 : Array.IndexOf(lines, "", start);
        if (blank < 0)
        {
            return null;
        }

        DeliveryReport? delayed = null;
        foreach (var fields in Groups(lines[(blank + 1)..]))
        {
            if (
                !fields.TryGetValue("action", out var action)
                || !fields.TryGetValue("status", out var status)
                || StatusCode().Match(status) is not { Success: true } code
            )
            {
                continue;
            }

            var said = fields.GetValueOrDefault("diagnostic-code");
            var semicolon = said?.IndexOf(';', StringComparison.Ordinal) ?? -1;
            var words = semicolon < 0 ? said : said![(semicolon + 1)..].Trim();
            switch (action.Trim().ToUpperInvariant())
            {
                case "FAILED":
                    return new DeliveryReport(Failed: true, code.Value, words);
                case "DELAYED":
                    delayed = new DeliveryReport(Failed: false, code.Value, words);
                    break;
            }
        }

        return delayed;
    }

    /// <summary>The groups of fields up to the end of the part: one about the mail, then one for each recipient.</summary>
    private static IEnumerable<Dictionary<string, string>> Groups(IEnumerable<string> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (var line in lines.TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal)).Append(""))
        {
            if (line.Length == 0)
            {
                yield return fields;
                (fields, last) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), null);
            }
            else if (line[0] is ' ' or '\t' && last is not null)
            {
                fields[last] += fields[last].Length < LongestField ? " " + line.Trim() : "";
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                last = line[..colon].Trim();
                fields[last] = line[(colon + 1)..].Trim();
            }
        }
    }

    [GeneratedRegex(@"^Content-Type:\s*message/(global-)?delivery-status\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex StatusPart();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatusCode();
}
