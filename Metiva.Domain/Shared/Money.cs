using System.Globalization;

namespace Metiva.Domain.Shared;

/// <summary>An amount of euros in whole cents. Databases keep it as the number of cents.</summary>
public readonly record struct Money : IComparable<Money>
{
    private Money(decimal amount) => Amount = amount;

    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>Euros, with two decimals at most.</summary>
    public decimal Amount { get; }

    /// <summary>The amount in cents.</summary>
    /// <exception cref="OverflowException">More than a 64-bit number of cents.</exception>
    public long Cents => decimal.ToInt64(Amount * 100m);

    /// <summary>
    /// Rounds to cents, half a cent away from zero: 20.125 becomes 20.13. (Dutch tax authority; .NET's default would be banker's
    /// rounding.)
    /// </summary>
    public static Money Of(decimal euros) => new(decimal.Round(euros, 2, MidpointRounding.AwayFromZero));

    /// <summary>An amount from whole cents.</summary>
    public static Money FromCents(long cents) => new(cents / 100m);

    /// <summary>The sum of amounts; zero of none.</summary>
    public static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum + amount);

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    /// <summary>The difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money amount) => new(-amount.Amount);

    /// <summary>Whether the left amount is lower.</summary>
    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    /// <summary>Whether the left amount is higher.</summary>
    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    /// <summary>Whether the left amount is lower or the same.</summary>
    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    /// <summary>Whether the left amount is higher or the same.</summary>
    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    /// <inheritdoc/>
    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    /// <summary>Two decimals and a dot, for logs and formats; pages format <see cref="Amount"/> in the reader's culture.</summary>
    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
