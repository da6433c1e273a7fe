using System.Text.RegularExpressions;

namespace Metiva.Domain.Shared;

/// <summary>A VAT identification number that passed its check: upper case, without spaces and dots.</summary>
public sealed partial record VatId
{
    /// <summary>The longest there is in the EU.</summary>
    public const int MaxLength = 14;

    private VatId(string text) => Text = text;

    /// <summary>The number with its country letters.</summary>
    public string Text { get; }

    /// <summary>The two letters that it starts with. Greece writes EL.</summary>
    public string Country => Text[..2];

    /// <summary>
    /// A Dutch number must pass the old 11-test or the mod-97 test that sole traders' numbers have had since 2020; one of another
    /// country is accepted by its shape.
    /// </summary>
    public static Result<VatId> Parse(string? text)
    {
        var compact = string.Concat((text ?? "").Where(character => character is not (' ' or '.' or '-'))).ToUpperInvariant();
        var valid = compact.StartsWith("NL", StringComparison.Ordinal)
            ? Dutch().IsMatch(compact) && (ElevenTest.Passes(compact.AsSpan(2, 9)) || Mod97.Remainder(compact) == 1)
            : Foreign().IsMatch(compact);
        return valid ? new VatId(compact) : new InvalidField(nameof(VatId), "format");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"^NL[0-9]{9}B[0-9]{2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dutch();

    [GeneratedRegex(@"^[A-Z]{2}[A-Z0-9+*]{2,12}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();
}

/// <summary>The check of Dutch nine-digit numbers: 9a + 8b + ... + 2h - i is a multiple of 11.</summary>
internal static class ElevenTest
{
    public static bool Passes(ReadOnlySpan<char> nineDigits)
    {
        var sum = -(nineDigits[8] - '0');
        for (var index = 0; index < 8; index++)
        {
            sum += (9 - index) * (nineDigits[index] - '0');
        }

        return sum % 11 == 0;
    }
}
