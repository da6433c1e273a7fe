using System.Globalization;
using System.Text;

namespace Metiva.Tenancy.Files;

/// <summary>Names under which a file may be offered for download, on any system, whatever it was called by whoever sent it.</summary>
public static class DownloadName
{
    /// <summary>How many characters a name has at most.</summary>
    public const int Longest = 120;

    private const string Nameless = "file";
    private const string Forbidden = "<>:\"|?*";

    // More than any ending that a program goes by; what is longer is part of the name.
    private const int LongestExtension = 20;

    // Windows opens a device by these, whatever ending follows; it reads the raised digits as digits.
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. "0123456789¹²³".SelectMany(digit => new[] { "COM" + digit, "LPT" + digit })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A safe form of the name: no path, nothing unseen or that turns the direction of writing, never empty.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var clean = new StringBuilder();
        foreach (var rune in name.AsSpan(name.LastIndexOfAny(['/', '\\']) + 1).EnumerateRunes())
        {
            Add(clean, rune);
        }

        // Neither hidden, nor with an end that Windows drops.
        var text = clean.ToString().Trim(' ', '.');
        var isDevice = Devices.Contains(text.Split('.')[0].TrimEnd());
        return Shorten(
            (isDevice, text) switch
            {
                (_, "") => Nameless,
                (true, _) => "_" + text,
                _ => text,
            }
        );
    }

    private static void Add(StringBuilder clean, Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            // Format holds the marks that turn text around and those without width; an invalid half is read as the replacement.
            case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned:
            case var _ when rune == Rune.ReplacementChar:
                break;

            // One space for many: a long row of them would push the real ending out of sight.
            case UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator:
                clean.Append(clean is [.., ' '] ? "" : " ");
                break;
            default:
                clean.Append(rune.Value < 128 && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal) ? "_" : rune.ToString());
                break;
        }
    }

    private static string Shorten(string name)
    {
        if (name.Length <= Longest)
        {
            return name;
        }

        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } known ? known : "";
        var stem = name[..(Longest - extension.Length)];
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem).TrimEnd(' ', '.') + extension;
    }
}
