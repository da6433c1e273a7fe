namespace Metiva.Domain.Shared;

/// <summary>The calendar day of the business: that of the Netherlands, wherever the server stands.</summary>
public static class BusinessDay
{
    private static readonly TimeZoneInfo Netherlands = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>The clock that the business goes by.</summary>
    public static TimeZoneInfo Zone => Netherlands;

    /// <summary>Today: the day that an invoice issued now carries, and that decides what is overdue.</summary>
    public static DateOnly Today(this TimeProvider time) => Of(time.GetUtcNow());

    /// <summary>The day on which a moment fell.</summary>
    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Netherlands).DateTime);

    /// <summary>A moment as the clock in the Netherlands showed it.</summary>
    public static DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Netherlands);

    /// <summary>The moment at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Netherlands.GetUtcOffset(midnight));
    }
}
