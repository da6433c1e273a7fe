using System.Globalization;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.CompanyData;

/// <summary>The written form of values that have no such form of their own; EF Core and Dapper both go through here.</summary>
internal static class StoredForms
{
    private const string DayFormat = "yyyy-MM-dd";

    public static string FromKey(Guid key) => key.ToString("D");

    public static Guid ToKey(string text) => Guid.ParseExact(text, "D");

    public static long FromMoment(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToMoment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static string FromDay(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateOnly ToDay(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    // What a database holds was checked when it was written; something else in there is a bug or tampering, so it throws.
    public static Iban ToIban(string text) => Iban.Parse(text).Value;

    public static VatId ToVatId(string text) => VatId.Parse(text).Value;

    public static KvkNumber ToKvkNumber(string text) => KvkNumber.Parse(text).Value;
}
