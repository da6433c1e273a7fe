using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Files.Previews;

/// <summary>Tells the words that begin an object and a stream from the same letters elsewhere.</summary>
internal static class PdfObjectHeader
{
    private const int MostDigits = 9;

    /// <summary>
    /// Whether two numbers stand before the word <c>obj</c> there, at the beginning of a line or after another object: then it is in no
    /// comment, and it begins an object for whoever looks there.
    /// </summary>
    internal static bool IsBefore(ReadOnlySpan<byte> bytes, int at, out int number)
    {
        number = -1;
        var generation = Digits(bytes, Space(bytes, at));
        var space = Space(bytes, generation);
        var start = Digits(bytes, space);
        if (generation == Space(bytes, at) || space == generation || start == space || space - start > MostDigits)
        {
            return false;
        }

        number = int.Parse(Encoding.ASCII.GetString(bytes[start..space]), CultureInfo.InvariantCulture);
        var before = start;
        while (before > 0 && bytes[before - 1] is (byte)' ' or (byte)'\t')
        {
            before--;
        }

        return before == 0 || bytes[before - 1] is (byte)'\r' or (byte)'\n' || bytes[..before].EndsWith("endobj"u8);
    }

    /// <summary>Whether these letters are a word of their own.</summary>
    internal static bool IsWord(ReadOnlySpan<byte> bytes, int at, int length) =>
        (at == 0 || !IsLetter(bytes[at - 1])) && (at + length == bytes.Length || !IsLetter(bytes[at + length]));

    // Anything that is neither space nor delimiter goes on a word.
    private static bool IsLetter(byte letter) => !PdfTokens.IsSpace(letter) && !"()<>[]{}/%"u8.Contains(letter);

    private static int Space(ReadOnlySpan<byte> bytes, int end)
    {
        while (end > 0 && PdfTokens.IsSpace(bytes[end - 1]))
        {
            end--;
        }

        return end;
    }

    private static int Digits(ReadOnlySpan<byte> bytes, int end)
    {
        while (end > 0 && char.IsAsciiDigit((char)bytes[end - 1]))
        {
            end--;
        }

        return end;
    }
}
