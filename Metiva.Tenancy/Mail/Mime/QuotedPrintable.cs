using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Mail.Mime;

/// <summary>Quoted-printable of UTF-8 (RFC 2045, 6.7): lines of at most 76 characters, all ASCII, which every server passes on.</summary>
internal static class QuotedPrintable
{
    private const int Line = 76;

    public static string Encode(string text)
    {
        var result = new StringBuilder(text.Length * 5 / 4);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            EncodeLine(Encoding.UTF8.GetBytes(line), result);
            result.Append("\r\n");
        }

        return result.ToString();
    }

    private static void EncodeLine(byte[] line, StringBuilder result)
    {
        var column = 0;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            var last = at == line.Length - 1;

            // White space at the end of a line may be lost on the way.
            var plain = letter is >= 33 and <= 126 and not (byte)'=' || (letter is 32 or 9 && !last);
            var width = plain ? 1 : 3;
            if (column + width > (last ? Line : Line - 1))
            {
                result.Append("=\r\n");
                column = 0;
            }

            _ = plain ? result.Append((char)letter) : result.Append('=').Append(letter.ToString("X2", CultureInfo.InvariantCulture));
            column += width;
        }
    }
}
