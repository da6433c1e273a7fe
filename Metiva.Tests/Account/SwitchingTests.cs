using System.Net;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Web.Development;
using Metiva.Web.Identity;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>Which company a sign-in ends at, and how a person gets to another one.</summary>
public sealed class SwitchingTests(DemoServer host) : IClassFixture<DemoServer>
{
    private const string OneCompany = "Pieter van Aalst";
    private const string SeveralCompanies = "Ruben Dekker";
    private const string NoCompany = "Isa Vermeer";

    [Fact]
    public async Task A_member_of_one_company_is_there_at_once()
    {
        using var browser = host.NewBrowser();
        var page = await DemoServer.SignInAsync(browser, OneCompany, "/account/profile");
        Assert.Equal((HttpStatusCode.OK, "/account/profile"), (page.Status, page.Address.AbsolutePath));
        Assert.Equal(DemoCompanies.Bakery.Id.ToString(), CompanyOf(browser));
    }

    [Fact]
    public async Task A_member_of_several_chooses_and_goes_on_where_they_wanted_to()
    {
        using var browser = host.NewBrowser();
        var choice = await DemoServer.SignInAsync(browser, SeveralCompanies, "/account/profile");
        Assert.Equal("/account/company", choice.Address.AbsolutePath);
        Assert.Null(CompanyOf(browser));

        var page = await browser.ClickAsync(choice, $"form:has(input[value='{DemoCompanies.Bicycles.Id}']) button");

        Assert.Equal("/account/profile", page.Address.AbsolutePath);
        Assert.Equal(DemoCompanies.Bicycles.Id.ToString(), CompanyOf(browser));
    }

    [Fact]
    public async Task A_member_of_none_is_told_what_to_do_and_can_sign_out()
    {
        using var browser = host.NewBrowser();
        var page = await DemoServer.SignInAsync(browser, NoCompany);
        Assert.Equal(("/account/company", HttpStatusCode.OK), (page.Address.AbsolutePath, page.Status));
        Assert.Empty(page.Document.QuerySelectorAll("form button"));
        Assert.Contains(page.Document.QuerySelectorAll("a"), link => link.GetAttribute("href") == SignInPages.SignOut);
    }

    [Fact]
    public async Task Switching_asks_nothing_and_ends_the_session_before()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);
        var old = browser.Cookie(SignInCookie.Name);
        var before = browser.Steps.Count;

        await DemoServer.ChooseAsync(browser, DemoCompanies.Bicycles);

        Assert.Equal(DemoCompanies.Bicycles.Id.ToString(), CompanyOf(browser));
        Assert.Contains(browser.Steps.Skip(before), step => step.Address.Query.Contains("prompt=none", StringComparison.Ordinal));
        Assert.Contains(browser.Steps.Skip(before), step => step.Address.Query.Contains("login_hint=ruben", StringComparison.Ordinal));
        using var stale = host.NewBrowser();
        stale.SetCookie(SignInCookie.Name, old);
        Assert.Equal("/account/sign-in", (await stale.GoAsync(SignInPages.Sessions)).Address.AbsolutePath);
    }

    [Fact]
    public async Task When_the_issuer_has_to_ask_it_does()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        browser.SetCookie("metiva-dev-issuer", null);
        var before = browser.Steps.Count;

        var pick = await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);

        Assert.Equal("Who are you today?", pick.Title);
        Assert.Contains(
            browser.Steps.Skip(before),
            step => step.Location?.Query.Contains("error=login_required", StringComparison.Ordinal) == true
        );
        await DemoServer.PickAsync(browser, pick, SeveralCompanies);
        Assert.Equal(DemoCompanies.Bakery.Id.ToString(), CompanyOf(browser));
    }

    [Fact]
    public async Task Somebody_else_does_not_get_the_choice_of_the_one_who_made_it()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        browser.SetCookie("metiva-dev-issuer", null);
        var kept = browser.Cookie(SignInCookie.Name);
        var pick = await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);

        var page = await DemoServer.PickAsync(browser, pick, "Noor Jansen");

        Assert.Equal("?problem=other-person", page.Address.Query);
        Assert.Single(page.Document.QuerySelectorAll("[role=alert]"));
        Assert.Equal(kept, browser.Cookie(SignInCookie.Name));
    }

    [Fact]
    public async Task A_token_for_another_company_than_the_chosen_one_changes_nothing()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);
        var kept = browser.Cookie(SignInCookie.Name);
        browser.SetCookie("metiva-dev-issuer", null);
        var pick = await DemoServer.ChooseAsync(browser, DemoCompanies.Bicycles);

        // In the meantime another tab chose back.
        await ChooseBehindTheBackAsync(kept!, DemoCompanies.Bakery.Id);
        var page = await DemoServer.PickAsync(browser, pick, SeveralCompanies);

        Assert.Equal("?problem=choice-differs", page.Address.Query);
        Assert.Equal(kept, browser.Cookie(SignInCookie.Name));
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(SignInPages.Sessions)).Status);
    }

    [Fact]
    public async Task A_choice_counts_once()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);

        await DemoServer.SignInAsync(browser, SeveralCompanies);

        Assert.Null(CompanyOf(browser));
    }

    [Fact]
    public async Task A_company_where_one_is_no_member_cannot_be_chosen()
    {
        using var browser = host.NewBrowser();
        var page = await DemoServer.SignInAsync(browser, SeveralCompanies);
        var kept = browser.Cookie(SignInCookie.Name);

        var after = await browser.ClickAsync(page, "form button", ("choice", DemoCompanies.Agency.Id.ToString()));

        Assert.Equal("?problem=not-a-member", after.Address.Query);
        Assert.Equal(kept, browser.Cookie(SignInCookie.Name));
    }

    [Fact]
    public async Task A_choice_without_the_form_of_the_page_is_refused()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        var page = await browser.PostAsync(SignInPages.ChooseCompany, [new("choice", DemoCompanies.Bakery.Id.ToString())]);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    [Fact]
    public async Task A_fresh_sign_in_stays_at_the_company()
    {
        using var browser = host.NewBrowser();
        await DemoServer.SignInAsync(browser, SeveralCompanies);
        await DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);

        var pick = await browser.GoAsync("/account/sign-in/start?fresh=true&returnUrl=/account/profile");
        Assert.Equal("Who are you today?", pick.Title);
        var page = await DemoServer.PickAsync(browser, pick, SeveralCompanies);

        Assert.Equal("/account/profile", page.Address.AbsolutePath);
        Assert.Equal(DemoCompanies.Bakery.Id.ToString(), CompanyOf(browser));
    }

    private string? CompanyOf(Browser browser) => PrincipalOf(browser.Cookie(SignInCookie.Name)!).FindFirst(ClaimNames.Company)?.Value;

    private System.Security.Claims.ClaimsPrincipal PrincipalOf(string cookie)
    {
        var options = host.Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ClaimNames.Scheme);
        return options.TicketDataFormat.Unprotect(cookie)!.Principal;
    }

    private async Task ChooseBehindTheBackAsync(string cookie, CompanyId company)
    {
        var person = host.Server.Services.GetRequiredService<PersonBinder>().Bind(PrincipalOf(cookie)).Person!;
        var chosen = await host.Server.Services.GetRequiredService<CompanyChoices>().ChooseAsync(person, company, CancellationToken.None);
        Assert.True(chosen.Ok);
    }
}
