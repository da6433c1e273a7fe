using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Mail.Mime;

/// <summary>Texts in headers: encoded words (RFC 2047), parameters (RFC 2231), folded lines (RFC 5322).</summary>
internal static class HeaderText
{
    /// <summary>The longest line that readers like (RFC 5322, 2.1.1), without its end.</summary>
    public const int Line = 78;

    // An encoded word has at most 75 characters, 12 of which are its frame; 36 bytes make 48 of base64, which leaves room for a header's name.
    private const int WordBytes = 36;
    private const int FileNamePart = 54;

    /// <summary>One header with its line end. A control character in it throws: it could begin another header.</summary>
    public static string Header(string name, string value)
    {
        if (value.Any(char.IsControl))
        {
            throw new ArgumentException($"The header {name} holds a control character.", nameof(value));
        }

        var text = new StringBuilder(name).Append(':');
        var column = text.Length;
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column + 1 + word.Length > Line && column > name.Length + 1)
            {
                text.Append("\r\n");
                column = 0;
            }

            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        return text.Append("\r\n").ToString();
    }

    /// <summary>A text for a header without a form of its own, such as the subject.</summary>
    public static string Unstructured(string text) =>
        text.All(IsPrintable)
        && !text.Contains("=?", StringComparison.Ordinal)
        && !text.Contains("  ", StringComparison.Ordinal)
        && text.Split(' ').All(word => word.Length < Line - 12)
            ? text
            : Encoded(text);

    /// <summary>An address as a header shows it.</summary>
    public static string Mailbox(MailAddress address)
    {
        if (address.Name is not { } name)
        {
            return address.Address;
        }

        var plain = name.All(IsPrintable) && !name.Contains("=?", StringComparison.Ordinal) && name.Length < Line - 12;
        var shown = plain
            ? $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : Encoded(name);
        return $"{shown} <{address.Address}>";
    }

    /// <summary>A file's name as a parameter: percent-encoded UTF-8, so that no reader has to guess.</summary>
    public static string FileName(string name)
    {
        if (name.Any(char.IsControl))
        {
            throw new ArgumentException("A file's name holds a control character.", nameof(name));
        }

        // In parts, so that a long name makes no long line (RFC 2231, 3).
        var escaped = "UTF-8''" + Uri.EscapeDataString(name).Replace("'", "%27", StringComparison.Ordinal);
        var parts = escaped.Chunk(FileNamePart).Select((part, number) => (Text: new string(part), Number: number)).ToList();
        return parts.Count == 1
            ? "filename*=" + escaped
            : string.Join("; ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"filename*{part.Number}*={part.Text}")));
    }

    private static bool IsPrintable(char letter) => letter is >= ' ' and <= '~';

    private static string Encoded(string text)
    {
        var words = new List<string>();
        var bytes = new List<byte>(WordBytes);
        foreach (var letter in text.EnumerateRunes())
        {
            // A character is never cut in two: each encoded word is decoded by itself.
            var encoded = Encoding.UTF8.GetBytes(letter.ToString());
            if (bytes.Count + encoded.Length > WordBytes)
            {
                words.Add(Word(bytes));
                bytes.Clear();
            }

            bytes.AddRange(encoded);
        }

        words.Add(Word(bytes));
        return string.Join(' ', words);
    }

    private static string Word(List<byte> bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"=?UTF-8?B?{Convert.ToBase64String([.. bytes])}?=");
}
