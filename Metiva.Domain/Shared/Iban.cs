using System.Text.RegularExpressions;

namespace Metiva.Domain.Shared;

/// <summary>An account number that passed its check: upper case, without spaces (ISO 13616).</summary>
public sealed partial record Iban
{
    /// <summary>The longest there is.</summary>
    public const int MaxLength = 34;

    private Iban(string text) => Text = text;

    /// <summary>The number without spaces.</summary>
    public string Text { get; }

    /// <summary>Accepts spaces and lower case; checks the shape, the Dutch length of 18 and the remainder 1 by 97.</summary>
    public static Result<Iban> Parse(string? text)
    {
        var compact = (text ?? "").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (!Shape().IsMatch(compact) || (compact.StartsWith("NL", StringComparison.Ordinal) && compact.Length != 18))
        {
            return new InvalidField(nameof(Iban), "format");
        }

        return Mod97.Remainder(compact[4..] + compact[..4]) == 1 ? new Iban(compact) : new InvalidField(nameof(Iban), "format");
    }

    /// <summary>Groups of four, as people write it.</summary>
    public string Grouped() => string.Join(' ', Text.Chunk(4).Select(part => new string(part)));

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
