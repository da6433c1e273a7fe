using Metiva.Tenancy.Search;

namespace Metiva.Web.Shell.Search;

/// <summary>A piece of a text, and whether it is what was looked for.</summary>
public readonly record struct HighlightPart(string Text, bool Found);

/// <summary>Marks what was looked for in a text. It gives pieces and no markup: whoever shows them escapes them.</summary>
public static class Highlight
{
    private const int Before = 40;

    /// <summary>The whole text.</summary>
    public static IReadOnlyList<HighlightPart> In(string text, IReadOnlyList<string> words)
    {
        var parts = new List<HighlightPart>();
        var done = 0;
        foreach (var word in SearchWords.In(text).Where(word => words.Any(wanted => Begins(word, wanted))))
        {
            Add(text[done..word.Start], false);
            Add(text.Substring(word.Start, word.Length), true);
            done = word.Start + word.Length;
        }

        Add(text[done..], false);
        return parts;

        void Add(string piece, bool found)
        {
            if (piece.Length > 0)
            {
                parts.Add(new HighlightPart(piece, found));
            }
        }
    }

    /// <summary>The part of a long text around the first thing that was looked for.</summary>
    public static IReadOnlyList<HighlightPart> Snippet(string text, IReadOnlyList<string> words, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var first = SearchWords.In(line).FirstOrDefault(word => words.Any(wanted => Begins(word, wanted)));
        var start = Math.Max(0, first.Start - Before);
        if (start > 0)
        {
            // Begins with a whole word.
            start = line.IndexOf(' ', start) is var space && space >= 0 && space < first.Start ? space + 1 : first.Start;
        }

        var end = Math.Min(line.Length, start + length);
        if (end < line.Length && line.LastIndexOf(' ', end) is var last && last > start)
        {
            end = last;
        }

        if (end < line.Length && char.IsHighSurrogate(line[end - 1]))
        {
            end--;
        }

        return In((start > 0 ? "… " : "") + line[start..end] + (end < line.Length ? " …" : ""), words);
    }

    private static bool Begins(SearchWord word, string wanted) => word.Folded.StartsWith(wanted, StringComparison.Ordinal);
}
