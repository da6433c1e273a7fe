using Metiva.Domain.Shared;
using Xunit;

namespace Metiva.Tests.Domain.Shared;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("NL91ABNA0417164300")]
    [InlineData("NL20INGB0001234567")]
    [InlineData("NL44RABO0123456789")]
    [InlineData("BE72000000001616")]
    [InlineData("DE89370400440532013000")]
    [InlineData("nl91 abna 0417 1643 00")]
    public void A_right_iban_is_accepted(string text) =>
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant(), Iban.Parse(text).Value.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("NL91ABNA0417164301")]
    [InlineData("NL19ABNA0417164300")]
    [InlineData("NL91ABNA04171643000")]
    [InlineData("NL91ABNA041716430")]
    [InlineData("NL91ABNA0417164300\n")]
    [InlineData("NL91-ABNA-0417164300")]
    [InlineData("٠٠91ABNA0417164300")]
    public void A_wrong_iban_is_refused(string? text) => Assert.Equal("records.invalid.format", Iban.Parse(text).Error?.Code);

    [Fact]
    public void One_wrong_digit_is_always_noticed()
    {
        const string right = "NL91ABNA0417164300";
        for (var position = 2; position < right.Length; position++)
        {
            foreach (var digit in "0123456789".Where(digit => char.IsAsciiDigit(right[position]) && digit != right[position]))
            {
                Assert.False(Iban.Parse(right[..position] + digit + right[(position + 1)..]).Ok);
            }
        }
    }

    [Fact]
    public void An_iban_is_shown_in_groups_of_four() =>
        Assert.Equal("NL91 ABNA 0417 1643 00", Iban.Parse("NL91ABNA0417164300").Value.Grouped());

    [Theory]
    [InlineData("NL004495445B01")]
    [InlineData("NL854502130B01")]
    [InlineData("NL002455799B11")]
    [InlineData("NL000099998B57")]
    [InlineData("NL001234567B29")]
    [InlineData("nl 0044.95.445.b01")]
    [InlineData("BE0123456789")]
    public void A_right_vat_id_is_accepted(string text) => Assert.True(VatId.Parse(text).Ok);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("NL123456789B01")]
    [InlineData("NL111111111B01")]
    [InlineData("NL004495445B1")]
    [InlineData("NL004495445C01")]
    [InlineData("004495445B01")]
    [InlineData("NL004495445B01\n")]
    public void A_wrong_vat_id_is_refused(string? text) => Assert.Equal("records.invalid.format", VatId.Parse(text).Error?.Code);

    [Theory]
    [InlineData("12345678", true)]
    [InlineData("1234 5678", true)]
    [InlineData("1234567", false)]
    [InlineData("123456789", false)]
    [InlineData("1234567x", false)]
    [InlineData("١٢٣٤٥٦٧٨", false)]
    [InlineData(null, false)]
    public void A_kvk_number_has_eight_digits(string? text, bool right) => Assert.Equal(right, KvkNumber.Parse(text).Ok);
}
