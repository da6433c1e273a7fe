using System.Globalization;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;

namespace Metiva.Web.Ui;

/// <summary>Numbers, days and amounts as the reader's language writes them.</summary>
public static class Format
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    private static bool Dutch => Culture.TwoLetterISOLanguageName == "nl";

    /// <summary>€ 1.234,56 in Dutch, €1,234.56 in English; a minus stands before the sign.</summary>
    public static string Money(Money amount)
    {
        var digits = Math.Abs(amount.Amount).ToString("N2", Culture);
        var sign = amount.Amount < 0 ? "\u2212" : "";
        return Dutch ? $"{sign}€\u00a0{digits}" : $"{sign}€{digits}";
    }

    /// <summary>The same without cents, for tiles and charts.</summary>
    public static string WholeMoney(Money amount)
    {
        var digits = Math.Abs(decimal.Round(amount.Amount, 0, MidpointRounding.AwayFromZero)).ToString("N0", Culture);
        var sign = amount.Amount < 0 ? "\u2212" : "";
        return Dutch ? $"{sign}€\u00a0{digits}" : $"{sign}€{digits}";
    }

    /// <summary>14 mrt 2026, 14 Mar 2026.</summary>
    public static string Date(DateOnly day) => day.ToString("d MMM yyyy", Culture);

    /// <summary>14 mrt 2026 09:30, in Dutch time.</summary>
    public static string Moment(DateTimeOffset moment) => BusinessDay.Local(moment).ToString("d MMM yyyy HH:mm", Culture);

    /// <summary>1.234 or 1,234.</summary>
    public static string Number(long number) => number.ToString("N0", Culture);

    /// <summary>So much of what plans include: bytes as 1,2 GB, everything else as a number.</summary>
    public static string Amount(UsageResource resource, long amount) =>
        resource == UsageResource.StorageBytes ? Bytes(amount) : Number(amount);

    /// <summary>1,2 GB or 1.2 GB, in thousands as disks are sold.</summary>
    public static string Bytes(long bytes)
    {
        var (size, unit) = ((decimal)bytes, 0);
        while (size >= 1000 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1000, unit + 1);
        }

        return $"{size.ToString("0.#", Culture)} {Units[unit]}";
    }

    /// <summary>november 2026, in the reader's language.</summary>
    public static string Month(UsageMonth month) => month.FirstDay.ToString("MMMM yyyy", Culture);

    /// <summary>A number with as many decimals as it needs, four at most.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.####", Culture);

    /// <summary>21% or 21 %; a fraction of one is one hundred percent.</summary>
    public static string Percent(decimal fraction) => (fraction * 100m).ToString("0.##", Culture) + "%";

    /// <summary>The first letters of a name, two at most, for a round picture.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var letters = words.Length > 1 ? $"{FirstLetter(words[0])}{FirstLetter(words[^1])}" : FirstLetter(name);
        return letters.ToUpper(Culture);

        static string FirstLetter(string word) => word.Length == 0 ? "" : StringInfo.GetNextTextElement(word);
    }
}
