using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Domain.Invoices;

public sealed class VatTests
{
    [Theory]
    [InlineData("6491.34", "25", "1622.84")]
    [InlineData("-6491.34", "25", "-1622.84")]
    [InlineData("2141.05", "14", "299.75")]
    [InlineData("-2141.19", "5.5", "-117.77")]
    [InlineData("2141.19", "2.1", "44.96")]
    [InlineData("200.00", "21", "42.00")]
    public void The_official_examples_come_out_to_the_cent(string amount, string percent, string expected) =>
        Assert.Equal(expected, VatTotal.For(VatRate.Standard(Parse(percent)), Money.Of(Parse(amount))).Vat.ToString());

    [Fact]
    public void Vat_is_rounded_over_the_total_of_a_rate_and_not_line_by_line()
    {
        var total = Assert.Single(VatTotal.Over([Samples.Line(37.50m), Samples.Line(12.50m)]));
        Assert.Equal("50.00", total.Base.ToString());
        Assert.Equal("10.50", total.Vat.ToString());
    }

    [Fact]
    public void Each_rate_has_its_own_total_highest_first()
    {
        var totals = VatTotal.Over([
            Samples.Line(10, vat: VatRate.ReverseCharge),
            Samples.Line(20, vat: VatRate.Low),
            Samples.Line(30, vat: VatRate.Exempt),
            Samples.Line(40, vat: VatRate.High),
            Samples.Line(50, vat: VatRate.Zero),
            Samples.Line(60, vat: VatRate.Low),
        ]);
        Assert.Equal(
            ["S21 40.00 8.40", "S9 80.00 7.20", "Z 50.00 0.00", "E 30.00 0.00", "AE 10.00 0.00"],
            totals.Select(total => $"{total.Rate} {total.Base} {total.Vat}")
        );
    }

    [Fact]
    public void The_totals_of_the_rates_add_up_to_the_lines_and_stay_within_half_a_cent() =>
        Prop.ForAll(
                Lines(),
                lines =>
                {
                    var totals = VatTotal.Over(lines);
                    return Money.Sum(totals.Select(total => total.Base)) == Money.Sum(lines.Select(line => line.Net))
                        && totals.Select(total => total.Rate).Distinct().Count() == totals.Count
                        && totals.All(total => decimal.Abs(total.Vat.Amount - (total.Base.Amount * total.Rate.Percent / 100)) <= 0.005m);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_lines_does_not_change_the_totals() =>
        Prop.ForAll(Lines(), lines => Describe(VatTotal.Over(lines)).SequenceEqual(Describe(VatTotal.Over([.. lines.Reverse()]))))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("S21")]
    [InlineData("S9")]
    [InlineData("S5.5")]
    [InlineData("Z")]
    [InlineData("E")]
    [InlineData("AE")]
    public void A_rate_comes_back_from_its_code(string code) => Assert.Equal(code, VatRate.Parse(code).Code);

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("S-5")]
    [InlineData("S1,5")]
    [InlineData("s21")]
    [InlineData("X")]
    public void What_is_no_code_is_refused(string code) => Assert.Throws<FormatException>(() => VatRate.Parse(code));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("100.01")]
    [InlineData("5.555")]
    public void What_is_no_percentage_is_refused(string percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VatRate.Standard(Parse(percent)));

    [Fact]
    public void A_rate_that_was_never_set_has_no_code() => Assert.Throws<InvalidOperationException>(() => default(VatRate).Code);

    internal static Arbitrary<InvoiceLine[]> Lines()
    {
        var line =
            from price in Gen.Choose(-1_000_000, 100_000_000)
            from quantity in Gen.Choose(1, 5_000_000)
            from vat in Gen.Elements(VatRate.Dutch.ToArray())
            select new InvoiceLine("Werk", Quantity.FromScaled(quantity), "uur", UnitPrice.FromScaled(price), vat);
        return Arb.From(line.ArrayOf());
    }

    private static IEnumerable<string> Describe(IEnumerable<VatTotal> totals) =>
        totals.Select(total => $"{total.Rate} {total.Base} {total.Vat}");

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
