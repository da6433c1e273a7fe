using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Circuits;
using Metiva.Web.Shell.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>How many pages may be open at a time and how much each may send, in a real browser.</summary>
public sealed class CircuitLimitTests
{
    private static readonly CompanyId Bakery = DemoCompanies.Bakery.Id;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [BrowserFact]
    public async Task Who_has_as_many_pages_open_as_they_may_is_told_so_until_one_is_closed()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:PersonCircuits=1"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        var circuits = server.Services.GetRequiredService<CircuitMonitor>();
        await using (var first = await BrowserSession.OpenAsync(server.Address, owner))
        {
            Assert.True((await first.GoAsync("/workspace/invoices")).Ok);
            using var client = server.Client(owner);
            using var refused = await client.GetAsync("/workspace/invoices");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("TooManyPages", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            // What is no page is served, and so is everybody else.
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/sessions")).StatusCode);
            var colleague = await server.AddPersonAsync("Collega", Bakery, Role.Finance);
            using var other = server.Client(await server.SignInAsync(colleague, Bakery));
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/workspace/invoices")).StatusCode);
            await first.Page.CloseAsync(new() { RunBeforeUnload = true });
            await Eventually.TrueAsync(() => circuits.Count == 0, Patience);
        }

        await using var again = await BrowserSession.OpenAsync(server.Address, owner);
        Assert.True((await again.GoAsync("/workspace/invoices")).Ok);
    }

    [BrowserFact]
    public async Task All_people_of_a_company_together_have_a_number_of_pages_and_another_company_has_its_own()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:CompanyCircuits=1"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        await using var first = await BrowserSession.OpenAsync(server.Address, owner);
        Assert.True((await first.GoAsync("/workspace/invoices")).Ok);
        var colleague = await server.AddPersonAsync("Collega", Bakery, Role.Finance);
        using var client = server.Client(await server.SignInAsync(colleague, Bakery));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/workspace/invoices")).StatusCode);
        var elsewhere = await server.AddPersonAsync("Elders", DemoCompanies.Bicycles.Id, Role.Finance);
        using var other = server.Client(await server.SignInAsync(elsewhere, DemoCompanies.Bicycles.Id));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/workspace/invoices")).StatusCode);
    }

    [BrowserTheory]
    [InlineData("en-GB", "Too many pages are open")]
    [InlineData("nl-NL", "Er zijn te veel pagina's open")]
    public async Task Whose_last_place_goes_while_the_page_is_on_its_way_reads_why(string language, string title)
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:PersonCircuits=1"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        await using var other = await BareCircuit.OpenAsync(http, $"{owner.CookieName}={owner.CookieValue}");
        await using var browser = await BrowserSession.OpenAsync(server.Address, owner, new BrowserLook(Language: language));
        await browser.Page.RouteAsync(
            "**/_blazor/negotiate*",
            async route =>
            {
                await other.StartAsync();
                await route.ContinueAsync();
            }
        );

        Assert.True((await browser.Page.GotoAsync("/workspace/invoices"))!.Ok);

        var notice = browser.Page.Locator("#circuit-notice");
        await Assertions.Expect(notice.GetByText(title)).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Assertions.Expect(notice.Locator("[data-reload]")).ToBeFocusedAsync();
        Assert.Equal(1, server.Services.GetRequiredService<CircuitCounts>().Taken);

        // With room again the same button leads on.
        await browser.Page.UnrouteAllAsync();
        await other.LeaveAsync();
        await notice.Locator("[data-reload]").ClickAsync();
        await Eventually.TrueAsync(() => browser.Sockets == 2, Patience);
        await Assertions.Expect(notice).ToBeHiddenAsync();
    }

    [BrowserTheory]
    [InlineData("en-GB", "That is too much at once")]
    [InlineData("nl-NL", "Dat is te veel in één keer")]
    public async Task What_is_too_large_to_be_sent_is_said_and_the_page_goes_on(string language, string title)
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:CircuitMessageBytes=20000"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        await using var browser = await BrowserSession.OpenAsync(server.Address, owner, new BrowserLook(Language: language));
        await browser.GoAsync("/workspace/settings?group=portal");
        var before = browser.Sockets;
        var welcome = browser.Page.Locator("#setting-welcome");

        var notice = browser.Page.Locator("#circuit-notice");

        // A script goes past what the field takes, as soon as the circuit listens.
        const string TakeAll = "field => field.removeAttribute('maxlength')";
        await Eventually.TrueAsync(
            async () =>
            {
                await welcome.FillAsync("");
                await welcome.EvaluateAsync(TakeAll);
                await welcome.FillAsync(new string('a', 25_000));
                return await notice.IsVisibleAsync();
            },
            Patience
        );
        await Assertions.Expect(notice.GetByText(title)).ToBeVisibleAsync();
        await notice.Locator("[data-back]").ClickAsync();
        await Assertions.Expect(notice).ToBeHiddenAsync();

        // The same connection takes what is smaller: first what the field refuses in words, then what it does not. An event carries the
        // field's text twice.
        await welcome.FillAsync(new string('a', 8_000));
        await Assertions.Expect(browser.Page.Locator("#setting-welcome-error")).ToBeVisibleAsync();
        await welcome.FillAsync("Welkom");
        await Assertions.Expect(browser.Page.Locator("#setting-welcome-error")).ToHaveCountAsync(0);
        Assert.Equal(before, browser.Sockets);
    }
}
