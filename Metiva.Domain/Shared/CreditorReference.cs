using System.Globalization;

namespace Metiva.Domain.Shared;

/// <summary>
/// The structured reference of a payment (ISO 11649): banks check it, so a payment that carries it can be matched without doubt.
/// </summary>
public sealed record CreditorReference
{
    /// <summary>The most characters that follow RF and the two check digits.</summary>
    public const int MaxLength = 21;

    private CreditorReference(string text) => Text = text;

    /// <summary>RF, two check digits, and the reference, without spaces.</summary>
    public string Text { get; }

    /// <summary>
    /// The reference for an invoice number: letters and digits of it, in upper case. Refuses a number without any, or with more
    /// than <see cref="MaxLength"/>.
    /// </summary>
    public static Result<CreditorReference> For(string number)
    {
        var plain = string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (plain.Length is 0 or > MaxLength)
        {
            return new InvalidField(nameof(CreditorReference), "format");
        }

        var check = 98 - Mod97.Remainder(plain + "RF00");
        return new CreditorReference("RF" + check.ToString("00", CultureInfo.InvariantCulture) + plain);
    }

    /// <summary>Groups of four, as people write it.</summary>
    public string Grouped() => string.Join(' ', Text.Chunk(4).Select(part => new string(part)));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
