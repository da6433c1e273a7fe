using System.Globalization;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>
/// A series of invoice numbers without gaps: 2026-0001, 2026-0002, ... Every number is used once (Wet OB art. 35a). Take a number
/// in the same transaction that issues the invoice: when that is rolled back, so is the number.
/// </summary>
public sealed class NumberSeries
{
    private NumberSeries() { }

    /// <summary>The series' name, with which its numbers start.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The number that is given next, from 1. Also the concurrency token: a number that was taken twice cannot be saved.</summary>
    public int Next { get; private set; }

    /// <summary>A new series.</summary>
    public static Result<NumberSeries> Start(string name) =>
        Limits.Check(nameof(Name), name, Limits.Number - 11) is { } refusal ? refusal : new NumberSeries { Name = name.Trim(), Next = 1 };

    /// <summary>How a number of the series is written: four digits, more when they are needed.</summary>
    public static string Format(string name, int number) => $"{name}-{number.ToString("0000", CultureInfo.InvariantCulture)}";

    /// <summary>Gives the next number away.</summary>
    public string Take() => Format(Name, checked(Next++));
}
