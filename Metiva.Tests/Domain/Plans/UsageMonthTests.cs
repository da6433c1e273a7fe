using System.Globalization;
using Metiva.Domain.Plans;
using Xunit;

namespace Metiva.Tests.Domain.Plans;

public sealed class UsageMonthTests
{
    [Theory]
    // Summer time in the Netherlands begins on 29 March and ends on 25 October 2026: two hours ahead of UTC, then one.
    [InlineData("2026-03-31T21:59:59.999Z", "2026-03")]
    [InlineData("2026-03-31T22:00:00Z", "2026-04")]
    [InlineData("2026-10-31T22:59:59.999Z", "2026-10")]
    [InlineData("2026-10-31T23:00:00Z", "2026-11")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10")]
    [InlineData("2026-12-31T22:59:59Z", "2026-12")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01")]
    [InlineData("2027-01-01T05:00:00+14:00", "2026-12")]
    public void A_month_is_that_of_the_clock_in_the_Netherlands(string moment, string month) =>
        Assert.Equal(month, UsageMonth.Of(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Months_are_counted_back_across_a_year()
    {
        var january = new UsageMonth(202701);
        Assert.Equal([202701, 202612, 202611], Enumerable.Range(0, 3).Select(months => january.Before(months).Value));
        Assert.Equal(new DateOnly(2027, 1, 1), january.FirstDay);
    }
}
