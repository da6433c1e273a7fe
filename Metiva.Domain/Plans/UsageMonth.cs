using System.Globalization;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Plans;

/// <summary>A calendar month in the Netherlands, as year and month in one number: 202611.</summary>
/// <param name="Value">The number; <see cref="Now"/> has none.</param>
public readonly record struct UsageMonth(int Value)
{
    /// <summary>No month: what is there at this moment, such as the bytes of files.</summary>
    public static UsageMonth Now => default;

    /// <summary>The first day; <see cref="Now"/> has none.</summary>
    public DateOnly FirstDay => new(Value / 100, Value % 100, 1);

    /// <summary>The month in which a moment fell, by the clock in the Netherlands.</summary>
    public static UsageMonth Of(DateTimeOffset moment)
    {
        var day = BusinessDay.Of(moment);
        return new UsageMonth((day.Year * 100) + day.Month);
    }

    /// <summary>The month so many months before.</summary>
    public UsageMonth Before(int months)
    {
        var day = FirstDay.AddMonths(-months);
        return new UsageMonth((day.Year * 100) + day.Month);
    }

    /// <summary>2026-11.</summary>
    public override string ToString() =>
        Value == 0 ? "now" : string.Create(CultureInfo.InvariantCulture, $"{Value / 100:0000}-{Value % 100:00}");
}
