using Metiva.Domain.Access;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Control;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Memberships;

/// <summary>Members and companies as they are managed in a real browser.</summary>
public sealed class MemberJourneyTests(ControlPagesTests.Server fixture) : IClassFixture<ControlPagesTests.Server>
{
    private readonly MetivaServer host = fixture.Host;

    private MembershipSnapshot Memberships => host.Services.GetRequiredService<Snapshots>().Memberships;

    [BrowserFact]
    public async Task An_owner_changes_roles_invites_and_removes()
    {
        var kim = await host.AddPersonAsync("Kim Tijdelijk", DemoCompanies.Bakery.Id, Role.Sales);
        await using var browser = await OpenAsync(Role.Owner, DemoCompanies.Bakery);
        var page = browser.Page;
        await browser.GoAsync("/workspace/members?q=Tijdelijk");

        await page.GetByRole(AriaRole.Button, new() { Name = "Change roles: Kim Tijdelijk" }).ClickAsync();
        await page.Locator("#role-Finance").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Eventually.TrueAsync(
            () => Memberships.Find(kim.Id, DemoCompanies.Bakery.Id)?.Roles == RoleSet.Of(Role.Sales, Role.Finance),
            TimeSpan.FromSeconds(20)
        );

        await page.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await page.Locator("#invite-email").FillAsync("geen-adres");
        await page.Locator("#role-Marketing").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await page.Locator("#invite-email-error").WaitForAsync();
        await page.Locator("#invite-email").FillAsync("nieuw@vanaalst.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await page.Locator("#invite-link").InputValueAsync();
        Assert.StartsWith(new Uri(host.Address, "/account/invitation/").ToString(), link, StringComparison.Ordinal);
        await page.Locator(".dialog-actions .primary").ClickAsync();
        await page.Locator("#invite-link").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GetByText("nieuw@vanaalst.example").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove: Kim Tijdelijk" }).ClickAsync();
        await page.Locator(".confirm .danger").ClickAsync();
        await Eventually.TrueAsync(() => Memberships.Find(kim.Id, DemoCompanies.Bakery.Id) is null, TimeSpan.FromSeconds(20));
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    [BrowserFact]
    public async Task The_agency_suspends_and_resumes_a_company()
    {
        await using var browser = await OpenAsync(Role.Owner, DemoCompanies.Agency);
        var page = browser.Page;
        await browser.GoAsync("/control/companies");
        await page.GetByRole(AriaRole.Link, new() { Name = DemoCompanies.Physiotherapy.Name }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await page.Locator(".dialog-actions .danger").ClickAsync();
        await page.Locator("#state-reason-error").WaitForAsync();
        await page.Locator("#state-reason").FillAsync("Rekening niet betaald");
        await page.Locator(".dialog-actions .danger").ClickAsync();
        await page.Locator(".notice.warning", new() { HasText = "Rekening niet betaald" }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await page.Locator("#state-reason").FillAsync("Betaald");
        await page.Locator(".dialog-actions .primary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).WaitForAsync();
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    [BrowserFact]
    public async Task Nothing_sticks_out_at_360_pixels()
    {
        foreach (
            var (company, path) in new[]
            {
                (DemoCompanies.Agency, "/control/companies"),
                (DemoCompanies.Agency, $"/control/companies/{DemoCompanies.Bakery.Id}"),
                (DemoCompanies.Bakery, "/workspace/members"),
            }
        )
        {
            var look = new BrowserLook(360, 780, "nl-NL", ColorScheme.Dark);
            await using var browser = await OpenAsync(Role.Owner, company, look);
            await browser.GoAsync(path);
            Assert.Equal((path, 360), (path, await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
            if (Environment.GetEnvironmentVariable("METIVA_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await browser.ScreenshotAsync(Path.Combine(folder, path.Replace('/', '-') + "-360.png"), fullPage: true);
            }
        }
    }

    private async Task<BrowserSession> OpenAsync(Role role, DemoCompany company, BrowserLook? look = null)
    {
        var person = DemoPeople.Holding(role, company);
        return await BrowserSession.OpenAsync(host.Address, await host.SignInAsync(person, company), look);
    }
}
