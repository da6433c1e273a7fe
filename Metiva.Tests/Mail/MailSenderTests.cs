using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Mail;
using Xunit;

namespace Metiva.Tests.Mail;

public sealed class MailSenderTests
{
    private static readonly CompanyId Alfa = new(Guid.Parse("aaaaaaaa-0000-4000-8000-000000000000"));
    private static readonly CompanyId Beta = new(Guid.Parse("bbbbbbbb-0000-4000-8000-000000000000"));

    private static readonly MailOptions Options = new()
    {
        Sender = "post@metiva.example",
        CompanyDomains = { [Alfa.ToString()] = "alfa.example mail.alfa.example" },
    };

    [Fact]
    public void A_company_without_a_sender_of_its_own_has_the_installations_with_its_own_name()
    {
        var sender = MailSender.Of(Alfa, "Alfa\r\nBcc: x", new MailSettings { ReplyTo = "info@alfa.nl" }, Options).Value;
        Assert.Equal(
            ("post@metiva.example", "AlfaBcc: x", "info@alfa.nl"),
            (sender.From.Address, sender.From.Name, sender.ReplyTo!.Address)
        );
        Assert.IsType<NoSender>(MailSender.Of(Alfa, "Alfa", new MailSettings(), new MailOptions()).Error);
    }

    [Fact]
    public void A_company_sends_from_its_own_domains_and_from_nobody_elses()
    {
        var own = new MailSettings { SenderAddress = "Sanne@Mail.Alfa.example", SenderName = "Sanne" };
        Assert.Equal("Sanne@mail.alfa.example", MailSender.Of(Alfa, "Alfa", own, Options).Value.From.Address);
        Assert.IsType<SenderNotAllowed>(MailSender.Of(Beta, "Beta", own, Options).Error);
        foreach (var address in new[] { "a@evil.alfa.example", "a@alfa.example.evil", "post@metiva.example", "nonsense" })
        {
            Assert.IsType<SenderNotAllowed>(MailSender.Of(Alfa, "Alfa", new MailSettings { SenderAddress = address }, Options).Error);
        }
    }

    [Theory]
    [InlineData("Sender", "nobody", "Sender")]
    [InlineData("BounceAddress", "a-very-long-name@metiva.example", "BounceAddress")]
    [InlineData("PublicAddress", "javascript:alert(1)", "PublicAddress")]
    [InlineData("CompanyDomains", "two@signs", "CompanyDomains")]
    public void Settings_that_would_send_wrong_mail_are_refused_at_the_start(string name, string value, string said)
    {
        var options = new MailOptions();
        switch (name)
        {
            case "Sender":
                options.Sender = value;
                break;
            case "BounceAddress":
                options.BounceAddress = value;
                break;
            case "PublicAddress":
                options.PublicAddress = value;
                break;
            default:
                options.CompanyDomains[Alfa.ToString()] = value;
                break;
        }

        Assert.StartsWith(said, options.Problem(), StringComparison.Ordinal);
        Assert.Null(Options.Problem());
    }
}
