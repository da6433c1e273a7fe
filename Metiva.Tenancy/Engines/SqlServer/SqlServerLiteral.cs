namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// The one place where a text becomes part of a statement. Only for statements that take no parameters, such as those that make a
/// login; everywhere else a value is a parameter.
/// </summary>
internal static class SqlServerLiteral
{
    /// <summary>The longest text that still is a plain literal, in UTF-16 units.</summary>
    public const int MaxLength = 4_000;

    /// <summary>The text between quotes, with every quote doubled.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxLength"/>, or holds a NUL or half a character.</exception>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength || text.Contains('\0') || !IsWellFormed(text))
        {
            throw new ArgumentException("This cannot stand in a statement.", nameof(text));
        }

        return $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>
    /// Whether the text is whole characters. Half a surrogate pair is replaced on its way to the server, so that what arrives is
    /// not what was quoted.
    /// </summary>
    internal static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }
}
