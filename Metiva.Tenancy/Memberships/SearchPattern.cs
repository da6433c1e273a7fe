namespace Metiva.Tenancy.Memberships;

/// <summary>A search text as a LIKE pattern that means just that text, anywhere.</summary>
internal static class SearchPattern
{
    internal const string Escape = "\\";
    private const int Longest = 100;

    /// <summary>The pattern; null when there is nothing to search for.</summary>
    internal static string? Of(string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return null;
        }

        var text = search.Trim();
        text = text.Length > Longest ? text[..Longest] : text;
        return "%"
            + text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal)
                .Replace("[", "\\[", StringComparison.Ordinal)
            + "%";
    }
}
