using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Search;

/// <summary>A word of a text: where it stands, and how it is compared.</summary>
public readonly record struct SearchWord(int Start, int Length, string Folded);

/// <summary>
/// Takes texts apart into words the way SQLite's tokenizer unicode61 does: letters and digits are words, everything else stands between
/// them; neither case nor diacritics count.
/// </summary>
public static class SearchWords
{
    /// <summary>More words than this are not looked at.</summary>
    public const int Most = 8;

    private const int LongestWord = 64;

    /// <summary>What somebody typed, as words; none when there is nothing to look for.</summary>
    public static IReadOnlyList<string> Typed(string? text)
    {
        var words = In(text ?? "").Select(word => word.Folded).Where(word => word.Length is > 0 and <= LongestWord);
        List<string> typed = [.. words.Distinct(StringComparer.Ordinal).Take(Most)];

        // A single letter alone begins half of all words.
        return typed.Exists(word => word.Length > 1) ? typed : [];
    }

    /// <summary>An expression of FTS5 for records that hold all of these, each as the beginning of a word.</summary>
    /// <remarks>A word holds letters and digits only, and between quotes no word is an operator.</remarks>
    public static string Expression(IReadOnlyList<string> words) => string.Join(' ', words.Select(word => $"\"{word}\"*"));

    /// <summary>Patterns of LIKE on <see cref="SearchEntry.Words"/>: one for each place, those without a word find everything.</summary>
    public static string Pattern(IReadOnlyList<string> words, int place) => place < words.Count ? $"% {words[place]}%" : "%";

    /// <summary>Title and text as <see cref="SearchEntry.Words"/> holds them: a space before every word.</summary>
    public static string Fold(string title, string text) =>
        string.Concat(In(title).Concat(In(text)).Where(word => word.Folded.Length > 0).Select(word => " " + word.Folded));

    /// <summary>The words of a text, in order.</summary>
    public static IEnumerable<SearchWord> In(string text)
    {
        var start = -1;
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPart(rune))
            {
                start = start < 0 ? place : start;
            }
            else if (start >= 0)
            {
                yield return Word(text, start, place);
                start = -1;
            }

            place += rune.Utf16SequenceLength;
        }

        if (start >= 0)
        {
            yield return Word(text, start, text.Length);
        }
    }

    private static bool IsPart(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber
                or UnicodeCategory.NonSpacingMark;

    private static SearchWord Word(string text, int start, int end)
    {
        var folded = new StringBuilder(end - start);
        foreach (var letter in text[start..end].Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
        }

        return new SearchWord(start, end - start, folded.ToString());
    }
}
