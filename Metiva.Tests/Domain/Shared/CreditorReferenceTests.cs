using Metiva.Domain.Shared;
using Xunit;

namespace Metiva.Tests.Domain.Shared;

public sealed class CreditorReferenceTests
{
    [Theory]
    [InlineData("539007547034", "RF18539007547034")]
    [InlineData("20260001", "RF3120260001")]
    [InlineData("2026001", "RF602026001")]
    [InlineData("2026-0001", "RF3120260001")]
    [InlineData("abc 1", "RF")]
    public void It_carries_the_check_digits_of_the_number(string number, string start) =>
        Assert.StartsWith(start, CreditorReference.For(number).Value.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("---")]
    [InlineData("1234567890123456789012")]
    public void A_number_that_cannot_be_one_is_refused(string number) => Assert.False(CreditorReference.For(number).Ok);

    [Fact]
    public void It_passes_the_check_of_a_bank()
    {
        for (var number = 1; number < 2_000; number++)
        {
            var text = CreditorReference.For(FormattableString.Invariant($"2026-{number:0000}")).Value.Text;
            var digits = string.Concat((text[4..] + text[..4]).Select(part => char.IsAsciiDigit(part) ? $"{part}" : $"{part - 'A' + 10}"));
            Assert.Equal(1, (int)(System.Numerics.BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) % 97));
        }
    }
}
