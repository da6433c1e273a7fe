using System.Text;

namespace Metiva.Tenancy.Files.Previews;

/// <summary>What a <see cref="PdfToken"/> is.</summary>
internal enum PdfTokenKind
{
    /// <summary>There is nothing more.</summary>
    End,

    /// <summary>A name, without its slash and with its escapes undone.</summary>
    Name,

    /// <summary>Text between parentheses, or digits between angle brackets.</summary>
    Text,

    /// <summary>A bracket, a number or a word.</summary>
    Other,
}

/// <summary>One word of a PDF.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Word">The name, or the word as it stands; empty for text.</param>
internal readonly record struct PdfToken(PdfTokenKind Kind, string Word)
{
    /// <summary>Whether it is this bracket or word.</summary>
    internal bool Is(string word) => Kind == PdfTokenKind.Other && Word == word;
}

/// <summary>Reads the words of a PDF one after the other (ISO 32000-1, 7.2 and 7.3). It understands nothing of what they mean.</summary>
internal ref struct PdfTokens(ReadOnlySpan<byte> bytes, int at)
{
    /// <summary>No name and no word that matters is longer; the rest of one is passed over.</summary>
    private const int LongestWord = 127;
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Where the next one is looked for.</summary>
    internal int At { get; private set; } = at;

    /// <summary>The next one.</summary>
    internal PdfToken Next()
    {
        SkipSpace();
        if (At >= bytes.Length)
        {
            return default;
        }

        var first = bytes[At];
        switch (first)
        {
            case (byte)'/':
                var name = NameAt(bytes, At + 1, out var end);
                At = end;
                return new PdfToken(PdfTokenKind.Name, name);
            case (byte)'(':
                SkipText();
                return new PdfToken(PdfTokenKind.Text, "");
            case (byte)'<' when !Follows('<'):
                At = bytes[At..].IndexOf((byte)'>') is >= 0 and var close ? At + close + 1 : bytes.Length;
                return new PdfToken(PdfTokenKind.Text, "");
            case (byte)'<':
            case (byte)'>' when Follows('>'):
                At += 2;
                return new PdfToken(PdfTokenKind.Other, first == '<' ? "<<" : ">>");
            case (byte)'>' or (byte)')' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}':
                At++;
                return new PdfToken(PdfTokenKind.Other, ((char)first).ToString());
            default:
                var start = At;
                while (At < bytes.Length && IsRegular(bytes[At]))
                {
                    At++;
                }

                return new PdfToken(PdfTokenKind.Other, Encoding.Latin1.GetString(bytes[start..Math.Min(At, start + LongestWord)]));
        }
    }

    /// <summary>The name whose first letter stands there, with its escapes undone.</summary>
    internal static string NameAt(ReadOnlySpan<byte> bytes, int start, out int end)
    {
        Span<char> name = stackalloc char[LongestWord];
        var length = 0;
        for (end = start; end < bytes.Length && IsRegular(bytes[end]); end++)
        {
            var letter = (char)bytes[end];
            if (
                letter == '#'
                && end + 2 < bytes.Length
                && char.IsAsciiHexDigit((char)bytes[end + 1])
                && char.IsAsciiHexDigit((char)bytes[end + 2])
            )
            {
                letter = (char)((Digit(bytes[end + 1]) << 4) | Digit(bytes[end + 2]));
                end += 2;
            }

            if (length < LongestWord)
            {
                name[length++] = letter;
            }
        }

        return new string(name[..length]);
    }

    /// <summary>Whether it is white space by the standard, which counts zero.</summary>
    internal static bool IsSpace(byte letter) => letter is 0 or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ';

    private static bool IsRegular(byte letter) => !IsSpace(letter) && !"()<>[]{}/%"u8.Contains(letter);

    private static int Digit(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private readonly bool Follows(char letter) => At + 1 < bytes.Length && bytes[At + 1] == letter;

    private void SkipSpace()
    {
        while (At < bytes.Length && (IsSpace(bytes[At]) || bytes[At] == '%'))
        {
            if (bytes[At] != '%')
            {
                At++;
                continue;
            }

            var line = bytes[At..].IndexOfAny((byte)'\r', (byte)'\n');
            At = line < 0 ? bytes.Length : At + line;
        }
    }

    private void SkipText()
    {
        var depth = 0;
        for (; At < bytes.Length; At++)
        {
            switch (bytes[At])
            {
                case (byte)'\\':
                    At++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    At++;
                    return;
                default:
                    break;
            }
        }
    }
}
