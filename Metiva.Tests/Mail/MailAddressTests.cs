using Metiva.Tenancy.Mail;
using Xunit;

namespace Metiva.Tests.Mail;

public sealed class MailAddressTests
{
    [Theory]
    [InlineData("jan@example.nl", "jan@example.nl")]
    [InlineData("Jan.de+Vries@Example.NL", "Jan.de+Vries@example.nl")]
    [InlineData("info@bäckerei.de", "info@xn--bckerei-5wa.de")]
    public void An_address_is_read_and_its_domain_is_what_name_servers_know(string typed, string address) =>
        Assert.Equal(address, MailAddress.TryParse(typed)?.Address);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("jan")]
    [InlineData("@example.nl")]
    [InlineData("jan@")]
    [InlineData("jan@example")]
    [InlineData("jan@-example.nl")]
    [InlineData("jan..vries@example.nl")]
    [InlineData("jan vries@example.nl")]
    [InlineData("jän@example.nl")]
    [InlineData("jan@example.nl\r\nRCPT TO:<eve@example.nl>")]
    [InlineData("jan@example.nl\n")]
    [InlineData("jan>@example.nl")]
    public void What_is_no_address_is_refused(string? typed) => Assert.Null(MailAddress.TryParse(typed));

    [Fact]
    public void A_part_before_the_at_of_more_than_64_characters_is_refused()
    {
        Assert.NotNull(MailAddress.TryParse(new string('a', 64) + "@example.nl"));
        Assert.Null(MailAddress.TryParse(new string('a', 65) + "@example.nl"));
    }

    [Theory]
    [InlineData("Jan\r\nBcc: eve@example.nl")]
    [InlineData("Jan\nVries")]
    [InlineData("Jan\0")]
    public void A_name_that_could_begin_another_header_is_refused(string name) => Assert.Null(MailAddress.TryParse("jan@example.nl", name));
}
