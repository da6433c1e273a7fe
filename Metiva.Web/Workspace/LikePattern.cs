using System.Diagnostics.CodeAnalysis;

namespace Metiva.Web.Workspace;

/// <summary>Patterns for <c>LIKE ... ESCAPE '\'</c>.</summary>
internal static class LikePattern
{
    /// <summary>A pattern that finds this very text anywhere; null stays null.</summary>
    /// <remarks>A bracket is a wildcard on SQL Server only; an escaped one means itself on every engine.</remarks>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Containing(string? text) => text is null ? null : $"%{Exactly(text)}%";

    /// <summary>A pattern that finds this very text and nothing else.</summary>
    public static string Exactly(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal)
            .Replace("[", @"\[", StringComparison.Ordinal);
}
