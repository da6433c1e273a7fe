using System.Net;
using Metiva.Web.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The pages under /account, as a person uses them.</summary>
public sealed class AccountPagesTests(DemoServer host) : IClassFixture<DemoServer>
{
    private const string Anybody = "Wouter Linden";

    public static TheoryData<string> PersonPages => [SignInPages.Company, SignInPages.Sessions, SignInPages.Profile];

    [Theory]
    [MemberData(nameof(PersonPages))]
    public async Task Without_a_sign_in_they_lead_to_it_and_back(string address)
    {
        using var browser = host.NewBrowser();
        var page = await browser.GoAsync(address);
        Assert.Equal("/account/sign-in", page.Address.AbsolutePath);
        Assert.Contains(
            Uri.EscapeDataString(address),
            page.Document.QuerySelector("a.primary")!.GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_issuer()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, Anybody);
        var cookie = browser.Cookie(SignInCookie.Name);

        var page = await browser.ClickAsync(await browser.GoAsync(SignInPages.SignOut), "form button");

        Assert.Equal(SignInPages.SignedOut, page.Address.AbsolutePath);
        Assert.Null(browser.Cookie(SignInCookie.Name));
        Assert.Null(browser.Cookie("metiva-dev-issuer"));
        Assert.DoesNotContain(browser.Steps, step => step.Address.Query.Contains("id_token", StringComparison.Ordinal));
        browser.SetCookie(SignInCookie.Name, cookie);
        Assert.Equal("/account/sign-in", (await browser.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Nobody_is_signed_out_by_a_link_or_a_foreign_form()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, Anybody);
        await browser.GoAsync(SignInPages.SignOut);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(SignInPages.SignOutNow, [])).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(SignInPages.Sessions)).Status);
    }

    [Fact]
    public async Task A_session_elsewhere_can_be_ended()
    {
        using var here = host.NewBrowser();
        using var there = host.NewBrowser();
        await DemoServer.SignInAsync(there, "Annemiek Hoekstra");
        var page = await DemoServer.SignInAsync(here, "Annemiek Hoekstra");
        Assert.Equal(2, page.Document.QuerySelectorAll("tr[data-session]").Length);

        page = await here.ClickAsync(page, "tr[data-session] button");

        Assert.Single(page.Document.QuerySelectorAll("tr[data-session]"));
        Assert.Equal("/account/sign-in", (await there.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task All_other_sessions_can_be_ended_at_once()
    {
        using var here = host.NewBrowser();
        using var second = host.NewBrowser();
        using var third = host.NewBrowser();
        foreach (var browser in new[] { second, third, here })
        {
            await DemoServer.SignInAsync(browser, "Femke de Boer");
        }

        var page = await here.ClickAsync(await here.GoAsync(SignInPages.Sessions), $"form[action='{SignInPages.EndOtherSessions}'] button");

        Assert.Single(page.Document.QuerySelectorAll("tr[data-session]"));
        Assert.Equal("/account/sign-in", (await second.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
        Assert.Equal("/account/sign-in", (await third.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Somebody_elses_session_is_neither_shown_nor_ended()
    {
        using var other = host.NewBrowser();
        using var one = host.NewBrowser();
        using var two = host.NewBrowser();
        await DemoServer.SignInAsync(other, "Noor Jansen");
        var foreign = (await other.GoAsync(SignInPages.Sessions)).Document.QuerySelector("tr[data-session]")!.GetAttribute("data-session")!;
        await DemoServer.SignInAsync(one, "Sanne de Vries");
        var page = await DemoServer.SignInAsync(two, "Sanne de Vries");
        Assert.DoesNotContain(foreign, page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        await two.ClickAsync(page, "tr[data-session] button", ("session", foreign));

        Assert.Equal(SignInPages.Sessions, (await other.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_issuer_ends_a_session_by_its_name()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, Anybody);
        var sid = await SidOfAsync(browser);
        using var issuer = host.NewBrowser();
        var iss = Uri.EscapeDataString(DevelopmentIssuerTests.Issuer);

        await issuer.GoAsync($"{SignInPages.FrontChannelSignOut}?iss=https%3A%2F%2Fevil.example&sid={sid}");
        await issuer.GoAsync($"{SignInPages.FrontChannelSignOut}?iss={iss}&sid=another");
        Assert.Equal(SignInPages.Sessions, (await browser.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);

        await issuer.GoAsync($"{SignInPages.FrontChannelSignOut}?iss={iss}&sid={sid}");
        Assert.Equal("/account/sign-in", (await browser.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Language_and_theme_are_kept_for_the_person()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, "Daan Kuipers");
        var page = await browser.GoAsync(SignInPages.Profile);
        page = await browser.ClickAsync(page, "form.fields button", ("language", "en"), ("theme", "dark"));
        Assert.Equal("My profile", page.Title);
        Assert.Equal("lang=en&theme=dark", Uri.UnescapeDataString(browser.Cookie(Preferences.CookieName)!));

        // Another browser learns it by signing in.
        using var elsewhere = host.NewBrowser();
        await DemoServer.SignInAsync(elsewhere, "Daan Kuipers");
        Assert.Equal("lang=en&theme=dark", Uri.UnescapeDataString(elsewhere.Cookie(Preferences.CookieName)!));

        page = await browser.ClickAsync(
            await browser.GoAsync(SignInPages.Profile),
            "form.fields button",
            ("language", "nl"),
            ("theme", "pink")
        );
        Assert.Equal("Mijn profiel", page.Title);
        Assert.Equal("lang=nl", Uri.UnescapeDataString(browser.Cookie(Preferences.CookieName)!));
    }

    private async Task<string> SidOfAsync(Browser browser)
    {
        var page = await browser.GoAsync(SignInPages.Sessions);
        var session = Guid.Parse(page.Document.QuerySelector("tr[data-session]:has(.here)")!.GetAttribute("data-session")!);
        return await host
            .Server.Services.GetRequiredService<Metiva.Tenancy.ControlPlane.ControlPlaneDatabase>()
            .ReadAsync(
                (control, _) => Task.FromResult(control.Sessions.AsEnumerable().Single(row => row.Id.Value == session).Sid!),
                CancellationToken.None
            );
    }
}
