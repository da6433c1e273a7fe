using System.Text;
using System.Text.RegularExpressions;
using Metiva.Tenancy.Mail;

namespace Metiva.Tests.Isolation;

/// <summary>A captured mail as its reader sees it: all of it as text, also what goes over the wire in another form.</summary>
internal static partial class MatrixMail
{
    /// <summary>Everything that is in it: what it was made of, its lines as they would leave, and its files.</summary>
    public static string TextOf(CapturedMail mail) =>
        string.Join(
            '\n',
            [
                mail.CompanyName,
                $"{mail.Message.From} {mail.Message.ReplyTo} {mail.Message.To} {mail.Message.Cc} {mail.Message.Unsubscribe}",
                mail.Message.Subject,
                mail.Message.Text,
                mail.Message.Html ?? "",
                .. mail.Message.Files.Select(file => file.Name),
                mail.Source.Replace("=\r\n", "", StringComparison.Ordinal),
                .. FilesIn(mail.Source),
            ]
        );

    /// <summary>The files that would go over the wire.</summary>
    public static IReadOnlyList<string> FilesIn(string source) =>
        [.. Base64().Matches(source).Select(match => Encoding.Latin1.GetString(Convert.FromBase64String(match.Groups["lines"].Value)))];

    public static int TimesIn(string text, string word) => text.Split(word).Length - 1;

    [GeneratedRegex("base64\\r\\n\\r\\n(?<lines>([A-Za-z0-9+/=]+\\r\\n)+)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Base64();
}
