using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Shared;
using Xunit;

namespace Metiva.Tests.Domain.Shared;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("20.124", "20.12")]
    [InlineData("20.125", "20.13")]
    [InlineData("20.135", "20.14")]
    [InlineData("-20.125", "-20.13")]
    [InlineData("0.005", "0.01")]
    public void Half_a_cent_rounds_away_from_zero(string euros, string expected) =>
        Assert.Equal(expected, Money.Of(Parse(euros)).ToString());

    [Fact]
    public void Every_number_of_cents_comes_back_as_it_was() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), cents => Money.FromCents(cents).Cents == cents).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_and_taking_away_again_changes_nothing() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                ArbMap.Default.ArbFor<int>(),
                (left, right) => Money.FromCents(left) + Money.FromCents(right) - Money.FromCents(right) == Money.FromCents(left)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Amounts_compare_as_their_cents_do() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                ArbMap.Default.ArbFor<int>(),
                (left, right) =>
                    Money.FromCents(left) < Money.FromCents(right) == left < right
                    && Money.FromCents(left) >= Money.FromCents(right) == left >= right
                    && Money.FromCents(left).CompareTo(Money.FromCents(right)) == left.CompareTo(right)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_unit_price_may_be_finer_than_a_cent() => Assert.Equal("0.13", UnitPrice.Of(0.0125m).Times(Quantity.Of(10)).ToString());

    [Fact]
    public void Every_scaled_number_comes_back_as_it_was() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<long>(),
                scaled => Quantity.FromScaled(scaled).Scaled == scaled && UnitPrice.FromScaled(scaled).Scaled == scaled
            )
            .QuickCheckThrowOnFailure();

    private static decimal Parse(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
