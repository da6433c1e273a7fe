using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Workspace.Mail;

/// <summary>The mail log on the demo data: over plain HTTP, and in a real browser where something could run.</summary>
public sealed partial class MailPagesTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly CompanyId Bakery = DemoCompanies.Bakery.Id;
    private readonly MetivaServer server = demo.Server;

    [Fact]
    public async Task The_list_says_where_each_mail_is_and_leads_to_it()
    {
        using var client = await ClientAsync(Role.Finance);
        var page = await client.GetStringAsync("/workspace/mail?state=Bounced");
        Assert.Contains("Hij kon niet worden afgeleverd en is teruggekomen.", page, StringComparison.Ordinal);
        Assert.Contains("Opnieuw versturen", page, StringComparison.Ordinal);
        Assert.Contains("/dev/mail", page, StringComparison.Ordinal);
        Assert.Matches("href=\"/workspace/invoices/[0-9a-f-]{36}\"", page);

        var mail = await client.GetStringAsync(MailLink().Match(page).Groups["href"].Value);
        Assert.Contains("552 5.2.2", mail, StringComparison.Ordinal);
        Assert.Contains("Mailbox is full", mail, StringComparison.Ordinal);
        Assert.Contains("/workspace/audit?type=Mail&amp;record=", mail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/workspace/mail/{Guid.NewGuid():D}")).StatusCode);
    }

    [Fact]
    public async Task Who_may_see_no_members_gets_no_link_to_them()
    {
        using var client = await ClientAsync(Role.Finance);
        var page = await client.GetStringAsync("/workspace/mail");
        Assert.Matches(MailLink(), page);
        Assert.Contains("href=\"/workspace/invoices/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/workspace/members\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_where_the_secret_was_is_a_word_in_both_bodies()
    {
        var (owner, mail) = await PlantedAsync("<p>Klik <a href=\"[[secret]]\">[[secret]]</a></p>", "Klik: [[secret]]");
        using var client = server.Client(owner);
        var page = await client.GetStringAsync($"/workspace/mail/{mail:D}");
        Assert.Contains("Klik: [verborgen link]", page, StringComparison.Ordinal);

        using var preview = await client.GetAsync(PreviewOf(page));
        var html = await preview.Content.ReadAsStringAsync();
        Assert.Contains(">verborgen link</a>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("[[secret]]", page + html, StringComparison.Ordinal);
        Assert.DoesNotContain("bewaard geheim", page + html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_comes_sealed_and_only_to_the_page_that_it_is_for()
    {
        var (owner, mail) = await PlantedAsync("<p>Dag</p>", "Dag");
        using var client = server.Client(owner);
        var page = await client.GetStringAsync($"/workspace/mail/{mail:D}");
        using var preview = await client.GetAsync(PreviewOf(page));
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
        var policy = string.Join(' ', preview.Headers.GetValues("Content-Security-Policy"));
        foreach (
            var part in new[] { "sandbox;", "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "frame-ancestors 'self'" }
        )
        {
            Assert.Contains(part, policy, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("allow-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal(["SAMEORIGIN"], preview.Headers.GetValues("X-Frame-Options"));
        Assert.True(preview.Headers.CacheControl!.NoStore);

        // A page of our own is framed by nobody still.
        using var own = await client.GetAsync($"/workspace/mail/{mail:D}");
        Assert.Equal(["DENY"], own.Headers.GetValues("X-Frame-Options"));
        Assert.Contains(
            "frame-ancestors 'none'",
            string.Join(' ', own.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );

        // Without the page's stamp, at another company, and for who may not look.
        Assert.Equal(HttpStatusCode.Conflict, (await client.GetAsync($"/workspace/mail/{mail:D}/preview")).StatusCode);
        using var sales = await ClientAsync(Role.Sales);
        Assert.Equal(HttpStatusCode.Forbidden, (await sales.GetAsync(PreviewOf(page))).StatusCode);
        using var elsewhere = await ClientAsync(Role.Owner, DemoCompanies.Bicycles.Id);
        Assert.Equal(HttpStatusCode.Conflict, (await elsewhere.GetAsync(PreviewOf(page))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/workspace/mail/{mail:D}")).StatusCode);
    }

    [BrowserFact]
    public async Task Nothing_in_a_preview_runs_or_is_fetched()
    {
        const string Html = """
            <p id="shown">Dag</p>
            <script>document.body.insertAdjacentHTML('beforeend', '<b class="ran">script</b>'); fetch('/favicon.svg?fetched');</script>
            <img src="/favicon.svg?picture" onerror="document.body.insertAdjacentHTML('beforeend', '<b class=ran>onerror</b>')">
            <img src="data:," onerror="document.body.insertAdjacentHTML('beforeend', '<b class=ran>onerror</b>')">
            <svg onload="document.body.insertAdjacentHTML('beforeend', '<b class=ran>svg</b>')"></svg>
            <link rel="stylesheet" href="/app.css?sheet"><iframe src="/favicon.svg?framed"></iframe>
            <meta http-equiv="refresh" content="0;url=/favicon.svg?left">
            <form action="/favicon.svg?sent"><button id="send">Verstuur</button></form>
            """;
        var (owner, mail) = await PlantedAsync(Html, "Dag");
        await using var browser = await BrowserSession.OpenAsync(server.Address, owner);

        // What the browser itself holds back is begun too, but never answered.
        ConcurrentBag<string> asked = [];
        browser.Page.Response += (_, response) => asked.Add(response.Url);
        await browser.GoAsync($"/workspace/mail/{mail:D}");

        var frame = browser.Page.FrameLocator("iframe.mail-preview");
        await Assertions.Expect(frame.Locator("#shown")).ToHaveTextAsync("Dag");
        await frame.Locator("#send").ClickAsync();

        // Whatever it tried, it tried before this answer.
        await browser.Page.EvaluateAsync("() => fetch('/favicon.svg?last')");
        await Assertions.Expect(frame.Locator("#shown")).ToBeVisibleAsync();
        await Assertions.Expect(frame.Locator(".ran")).ToHaveCountAsync(0);
        Assert.Contains(asked, address => address.EndsWith("?last", StringComparison.Ordinal));
        Assert.DoesNotContain(
            asked,
            address =>
                new[] { "?fetched", "?picture", "?sheet", "?framed", "?left", "?sent" }.Any(ending =>
                    address.Contains(ending, StringComparison.Ordinal)
                )
        );
    }

    [BrowserFact]
    public async Task A_mail_that_came_back_is_sent_again_after_a_question()
    {
        var (owner, mail) = await PlantedAsync(null, "Dag");
        await using var browser = await BrowserSession.OpenAsync(server.Address, owner);
        await browser.GoAsync($"/workspace/mail/{mail:D}");
        var again = browser.Page.Locator(".page-header button");
        var state = browser.Page.Locator("aside .mail-state .badge");
        await Assertions.Expect(state).ToHaveTextAsync("Came back");
        await again.ClickAsync();
        await browser.Page.Locator(".confirm button").First.ClickAsync();
        await Assertions.Expect(browser.Page.Locator(".confirm")).ToHaveCountAsync(0);
        await Assertions.Expect(again).ToBeVisibleAsync();

        await again.ClickAsync();
        await browser.Page.Locator(".confirm .primary").ClickAsync();
        await Assertions.Expect(state).Not.ToHaveTextAsync("Came back");
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    private static string PreviewOf(string page) => WebUtility.HtmlDecode(Preview().Match(page).Groups["src"].Value);

    /// <summary>A mail that came back, and an Owner of the company that it is of.</summary>
    private async Task<(SignedIn Owner, Guid Mail)> PlantedAsync(string? html, string text)
    {
        var person = await server.AddPersonAsync("Test Owner", Bakery, Role.Owner);
        var owner = await server.SignInAsync(person, Bakery);
        var mail = PlantedMails.Mail(MailState.Bounced, html: html, text: text, secret: "bewaard geheim");
        await PlantedMails.PlantAsync(server.Services, server.Principal(person, owner.Session, Bakery.ToString()), mail);
        return (owner, mail.Id);
    }

    private async Task<HttpClient> ClientAsync(Role role, CompanyId? company = null)
    {
        var person = await server.AddPersonAsync($"Test {role}", company ?? Bakery, role);
        return server.Client(await server.SignInAsync(person, company ?? Bakery));
    }

    [GeneratedRegex("href=\"(?<href>/workspace/mail/[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MailLink();

    [GeneratedRegex("<iframe[^>]* src=\"(?<src>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Preview();
}
