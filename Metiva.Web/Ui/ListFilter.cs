using System.Globalization;
using System.Text;

namespace Metiva.Web.Ui;

/// <summary>One filter that a list understands: its name in the address, and what counts as a value. Anything else counts as not set.</summary>
public sealed class ListFilter
{
    /// <summary>The longest search text.</summary>
    public const int DefaultTextLength = 100;

    private readonly Func<string, string?> clean;

    private ListFilter(string name, Func<string, string?> clean)
    {
        Name = name;
        this.clean = clean;
    }

    /// <summary>The name in the address.</summary>
    public string Name { get; }

    /// <summary>Free text: without control characters, trimmed, cut at the limit.</summary>
    public static ListFilter Text(string name, int maxLength = DefaultTextLength) => new(name, value => CleanText(value, maxLength));

    /// <summary>One of these words, written exactly so.</summary>
    public static ListFilter Choice(string name, params string[] values) =>
        new(name, value => values.Contains(value, StringComparer.Ordinal) ? value : null);

    /// <summary>The name of a member of an enum.</summary>
    public static ListFilter Choice<TEnum>(string name)
        where TEnum : struct, Enum => Choice(name, Enum.GetNames<TEnum>());

    /// <summary>A day, written yyyy-MM-dd.</summary>
    public static ListFilter Date(string name) =>
        new(
            name,
            value =>
                // Nothing happened outside these years, and days can be added to those inside.
                DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day.Year is >= 1900 and < 2200
                    ? value
                    : null
        );

    /// <summary>The key of a record.</summary>
    public static ListFilter Id(string name) => new(name, value => Guid.TryParseExact(value, "D", out var id) ? id.ToString("D") : null);

    /// <summary>The value as the list takes it, or null.</summary>
    public string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : clean(value.Trim());

    private static string? CleanText(string value, int maxLength)
    {
        var text = new StringBuilder(Math.Min(value.Length, maxLength));
        foreach (var rune in value.EnumerateRunes().Where(rune => !Rune.IsControl(rune)))
        {
            if (text.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            text.Append(rune.ToString());
        }

        return text.ToString().Trim() is { Length: > 0 } cleaned ? cleaned : null;
    }
}
