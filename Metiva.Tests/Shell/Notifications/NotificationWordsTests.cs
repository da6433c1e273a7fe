using System.Globalization;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Shell.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Metiva.Tests.Shell.Notifications;

public sealed class NotificationWordsTests
{
    private static readonly Guid Record = Guid.Parse("11111111-0000-4000-8000-000000000000");

    public static TheoryData<string> Kinds => [.. NotificationKinds.All.Select(kind => kind.Name)];

    [Theory]
    [InlineData(
        "nl",
        "mail.failed",
        """{"to":"a@b.example","subject":"Factuur 1","state":"Bounced"}""",
        "De e-mail “Factuur 1” aan a@b.example: is teruggekomen."
    )]
    [InlineData(
        "en",
        "mail.failed",
        """{"to":"a@b.example","subject":"state","state":"Failed"}""",
        "The mail “state” to a@b.example: could not be sent."
    )]
    [InlineData(
        "en",
        "mail.failed",
        """{"to":"a@b.example","subject":"Failed","state":"Lost"}""",
        "The mail “Failed” to a@b.example: Lost."
    )]
    [InlineData(
        "nl",
        "usage.warning",
        """{"resource":"StorageBytes","threshold":80}""",
        "80 % van wat het abonnement bevat is verbruikt: opslag."
    )]
    [InlineData("en", "usage.warning", """{"resource":"Members","threshold":"100"}""", "100 % of what the plan includes is used: members.")]
    [InlineData(
        "nl",
        "audit.broken",
        """{"faults":2,"sequence":17}""",
        "De auditlog is niet meer wat er is opgeschreven. Plekken die niet kloppen: 2, de eerste bij nummer 17."
    )]
    public void A_notification_says_what_happened(string language, string kind, string facts, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.Equal(expected, Texts().TextOf(kind, facts));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_its_words(string kind)
    {
        Assert.False(Texts()["Kind." + kind].ResourceNotFound);
        Assert.False(Texts()["Text." + kind].ResourceNotFound);
    }

    [Theory]
    [InlineData("mail.failed", "/workspace/mail/11111111-0000-4000-8000-000000000000")]
    [InlineData("usage.warning", "/workspace/usage")]
    [InlineData("audit.broken", "/workspace/audit")]
    [InlineData("invoices.issued", "/workspace/invoices/11111111-0000-4000-8000-000000000000")]
    [InlineData("portal.invoice-published", "/portal/invoices/11111111-0000-4000-8000-000000000000")]
    public void It_leads_to_what_it_is_about(string kind, string address) => Assert.Equal(address, NotificationWords.HrefOf(kind, Record));

    private static IStringLocalizer<NotificationTexts> Texts() =>
        new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .BuildServiceProvider()
            .GetRequiredService<IStringLocalizer<NotificationTexts>>();
}
