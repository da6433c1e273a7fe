using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace;
using Metiva.Web.Development;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Settings;

/// <summary>The settings in a real browser: what is wrong is said at once, what is unsaved is not lost, and there is a way back.</summary>
public sealed class SettingsJourneyTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly CompanyId Company = DemoCompanies.Bakery.Id;
    private const string Welcome = "#setting-welcome";
    private const string Contact = "#setting-contactEmail";
    private const string Save = "main form button[type=submit]";

    [BrowserFact]
    public async Task An_owner_changes_the_portal_and_goes_back_to_what_it_was()
    {
        await using var browser = await OpenAsync(Role.Owner);
        var page = browser.Page;
        await browser.GoAsync("/workspace/settings?group=portal");
        await EnterAsync(page, Contact, "geen adres");
        await Assertions.Expect(page.Locator("#setting-contactEmail-error")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(Contact)).ToHaveAttributeAsync("aria-invalid", "true");
        await EnterAsync(page, Contact, "balie@example.org");
        await Assertions.Expect(page.Locator("#setting-contactEmail-error")).ToHaveCountAsync(0);

        // Leaving asks, and staying keeps what was entered.
        await page.Locator(".tabs a").First.ClickAsync();
        await page.Locator(".confirm button").First.ClickAsync();
        await Assertions.Expect(page.Locator(".confirm")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(Contact)).ToHaveValueAsync("balie@example.org");

        await page.Locator(Save).ClickAsync();
        await Assertions.Expect(page.Locator(".settings-history li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(Save)).ToBeDisabledAsync();

        await page.Locator(".settings-history li button").ClickAsync();
        await page.Locator(".confirm .primary").ClickAsync();
        await Assertions.Expect(page.Locator(".settings-history li")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(Contact)).ToHaveValueAsync("vragen@example.org");
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    [BrowserFact]
    public async Task Of_two_who_change_at_once_the_second_chooses()
    {
        await using var one = await OpenAsync(Role.Owner);
        await using var two = await OpenAsync(Role.Admin);
        foreach (var browser in new[] { one, two })
        {
            await browser.GoAsync("/workspace/settings?group=invoicing");
        }

        const string Note = "#setting-paymentNote";
        await EnterAsync(two.Page, Note, "Van de beheerder");
        await EnterAsync(one.Page, Note, "Van de eigenaar");
        await one.Page.Locator(Save).ClickAsync();
        await Assertions.Expect(one.Page.Locator(Save)).ToBeDisabledAsync();
        await two.Page.Locator(Save).ClickAsync();
        await Assertions.Expect(two.Page.Locator(".conflict")).ToContainTextAsync("Van de eigenaar");

        await two.Page.Locator(".conflict .primary").ClickAsync();
        await Assertions.Expect(two.Page.Locator(".conflict")).ToHaveCountAsync(0);
        await two.Page.Locator(Save).ClickAsync();
        await Assertions.Expect(two.Page.Locator(".settings-history li").First).ToContainTextAsync("Van de beheerder");
        Assert.True(two.Errors.Count == 0, string.Join('\n', two.Errors));
    }

    [BrowserFact]
    public async Task Who_may_only_look_finds_nothing_to_change()
    {
        await using var browser = await OpenAsync(Role.Marketing);
        await browser.GoAsync("/workspace/settings?group=portal");
        await Assertions.Expect(browser.Page.Locator(Welcome)).ToBeDisabledAsync();
        await Assertions.Expect(browser.Page.Locator("main form button")).ToHaveCountAsync(0);
        await Assertions.Expect(browser.Page.Locator(".settings-history button")).ToHaveCountAsync(0);
    }

    // The page is there a moment before it listens: what is entered before is entered once more.
    private static Task EnterAsync(IPage page, string field, string text) =>
        Eventually.TrueAsync(
            async () =>
            {
                await page.Locator(field).FillAsync("");
                await page.Locator(field).FillAsync(text);
                return await page.Locator(Save).IsEnabledAsync();
            },
            TimeSpan.FromSeconds(60)
        );

    private async Task<BrowserSession> OpenAsync(Role role)
    {
        var person = await demo.Server.AddPersonAsync($"{role} Bos", Company, role);
        return await BrowserSession.OpenAsync(demo.Server.Address, await demo.Server.SignInAsync(person, Company), new BrowserLook());
    }
}
