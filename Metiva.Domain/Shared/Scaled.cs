using System.Globalization;

namespace Metiva.Domain.Shared;

/// <summary>How much of something, hours for example, with four decimals at most. Databases keep ten-thousandths.</summary>
public readonly record struct Quantity
{
    private Quantity(decimal value) => Value = value;

    /// <summary>The number.</summary>
    public decimal Value { get; }

    /// <summary>The number in ten-thousandths.</summary>
    public long Scaled => decimal.ToInt64(Value * Scale.Factor);

    /// <summary>Rounds to four decimals, halves away from zero.</summary>
    public static Quantity Of(decimal value) => new(Scale.Round(value));

    /// <summary>A number from ten-thousandths.</summary>
    public static Quantity FromScaled(long scaled) => new(scaled / Scale.Factor);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>
/// The price of one unit in euros, with four decimals at most: a unit price may be finer than a cent, an amount may not
/// (EN 16931). Databases keep ten-thousandths.
/// </summary>
public readonly record struct UnitPrice
{
    private UnitPrice(decimal value) => Value = value;

    /// <summary>Euros for one unit.</summary>
    public decimal Value { get; }

    /// <summary>The price in ten-thousandths of a euro.</summary>
    public long Scaled => decimal.ToInt64(Value * Scale.Factor);

    /// <summary>Rounds to four decimals, halves away from zero.</summary>
    public static UnitPrice Of(decimal value) => new(Scale.Round(value));

    /// <summary>A price from ten-thousandths.</summary>
    public static UnitPrice FromScaled(long scaled) => new(scaled / Scale.Factor);

    /// <summary>What this many cost, rounded to cents.</summary>
    public Money Times(Quantity quantity) => Money.Of(Value * quantity.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("0.00##", CultureInfo.InvariantCulture);
}

internal static class Scale
{
    public const decimal Factor = 10_000m;

    public static decimal Round(decimal value) => decimal.Round(value, 4, MidpointRounding.AwayFromZero);
}
