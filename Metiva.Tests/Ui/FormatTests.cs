using System.Globalization;
using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Xunit;

namespace Metiva.Tests.Ui;

public sealed class FormatTests
{
    [Theory]
    [InlineData("nl-NL", 1234.56, "€\u00a01.234,56")]
    [InlineData("nl-NL", -1234.5, "\u2212€\u00a01.234,50")]
    [InlineData("en-GB", 1234.56, "€1,234.56")]
    [InlineData("en-GB", -0.05, "\u2212€0.05")]
    public void Amounts_follow_the_language(string culture, double euros, string expected)
    {
        Read(culture);
        Assert.Equal(expected, Format.Money(Money.Of((decimal)euros)));
    }

    [Theory]
    [InlineData("nl-NL", "14 mei 2026", "14 mei 2026 23:30", "12.345")]
    [InlineData("en-GB", "14 May 2026", "14 May 2026 23:30", "12,345")]
    public void Days_moments_and_numbers_follow_the_language(string culture, string day, string moment, string number)
    {
        Read(culture);
        Assert.Equal(day, Format.Date(new DateOnly(2026, 5, 14)));
        Assert.Equal(moment, Format.Moment(new DateTimeOffset(2026, 5, 14, 21, 30, 0, TimeSpan.Zero)));
        Assert.Equal(number, Format.Number(12_345));
    }

    [Theory]
    [InlineData("Femke de Boer", "FB")]
    [InlineData("noordlicht", "N")]
    [InlineData("", "")]
    public void A_name_has_two_letters_at_most(string name, string expected) => Assert.Equal(expected, Format.Initials(name));

    private static void Read(string culture) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
}
