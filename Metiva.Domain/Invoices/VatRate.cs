using System.Globalization;

namespace Metiva.Domain.Invoices;

/// <summary>Why a line carries this much VAT (EN 16931 category).</summary>
public enum VatCategory
{
    /// <summary>A rate above zero; code S.</summary>
    Standard = 1,

    /// <summary>Taxed at 0 %; code Z.</summary>
    Zero = 2,

    /// <summary>Exempt, the small business scheme (KOR) included; code E.</summary>
    Exempt = 3,

    /// <summary>The customer pays it ("btw verlegd"); code AE.</summary>
    ReverseCharge = 4,
}

/// <summary>A VAT category with its percentage, which is above zero for <see cref="VatCategory.Standard"/> only.</summary>
public readonly record struct VatRate
{
    /// <summary>The longest <see cref="Code"/>.</summary>
    public const int MaxLength = 8;

    private VatRate(VatCategory category, decimal percent)
    {
        Category = category;
        Percent = percent;
    }

    /// <summary>The Dutch general rate, 21 %.</summary>
    public static VatRate High { get; } = new(VatCategory.Standard, 21);

    /// <summary>The Dutch reduced rate, 9 %.</summary>
    public static VatRate Low { get; } = new(VatCategory.Standard, 9);

    /// <summary>Taxed at 0 %.</summary>
    public static VatRate Zero { get; } = new(VatCategory.Zero, 0);

    /// <summary>Exempt from VAT.</summary>
    public static VatRate Exempt { get; } = new(VatCategory.Exempt, 0);

    /// <summary>Reverse-charged to the customer.</summary>
    public static VatRate ReverseCharge { get; } = new(VatCategory.ReverseCharge, 0);

    /// <summary>What a Dutch company chooses from.</summary>
    public static IReadOnlyList<VatRate> Dutch { get; } = [High, Low, Zero, Exempt, ReverseCharge];

    /// <summary>The category.</summary>
    public VatCategory Category { get; }

    /// <summary>Per cent, 0 to 100 with at most two decimals.</summary>
    public decimal Percent { get; }

    /// <summary>How databases write it: the category's EN 16931 code, and the percentage when there is one. S21, S9, Z, E, AE.</summary>
    public string Code =>
        Category switch
        {
            VatCategory.Standard => "S" + Percent.ToString("0.##", CultureInfo.InvariantCulture),
            VatCategory.Zero => "Z",
            VatCategory.Exempt => "E",
            VatCategory.ReverseCharge => "AE",
            _ => throw new InvalidOperationException("A VAT rate that was never set."),
        };

    /// <summary>A rate above zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 100, or more than two decimals.</exception>
    public static VatRate Standard(decimal percent) =>
        percent is > 0 and <= 100 && decimal.Round(percent, 2) == percent
            ? new VatRate(VatCategory.Standard, percent)
            : throw new ArgumentOutOfRangeException(nameof(percent), percent, "A VAT percentage is above 0 and at most 100.");

    /// <summary>Reads <see cref="Code"/>.</summary>
    /// <exception cref="FormatException">Not such a code.</exception>
    public static VatRate Parse(string code) =>
        code switch
        {
            "Z" => Zero,
            "E" => Exempt,
            "AE" => ReverseCharge,
            ['S', .. var percent]
                when decimal.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) => Standard(
                value
            ),
            _ => throw new FormatException($"'{code}' is not a VAT rate."),
        };

    /// <inheritdoc/>
    public override string ToString() => Code;
}
