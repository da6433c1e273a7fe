using System.Text;
using Metiva.Tenancy.Mail.Smtp;
using Xunit;

namespace Metiva.Tests.Mail;

public sealed class DotStuffingTests
{
    [Theory]
    [InlineData("a\r\n", "a\r\n.\r\n")]
    [InlineData("a", "a\r\n.\r\n")]
    [InlineData(".\r\n", "..\r\n.\r\n")]
    [InlineData("a\r\n.b\r\n..c\r\nd.\r\n", "a\r\n..b\r\n...c\r\nd.\r\n.\r\n")]
    public void A_dot_that_begins_a_line_is_doubled_and_a_lone_one_ends_the_mail(string mail, string sent) =>
        Assert.Equal(sent, Encoding.ASCII.GetString(DotStuffing.Stuff(Encoding.ASCII.GetBytes(mail))));

    [Theory]
    [InlineData("a\n.\r\nMAIL FROM:<eve@example.nl>")]
    [InlineData("a\r.\r\n")]
    [InlineData("a\0b")]
    [InlineData("é")]
    public void Bytes_that_could_end_the_mail_early_or_need_more_of_the_server_are_refused(string mail) =>
        Assert.Throws<ArgumentException>(() => DotStuffing.Stuff(Encoding.UTF8.GetBytes(mail)));
}
