using System.Net;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Security;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>One server for the class: what every answer carries, in which language and look.</summary>
public sealed class PagesOverHttpTests(PagesOverHttpTests.OneServer one) : IClassFixture<PagesOverHttpTests.OneServer>
{
    private readonly MetivaServer server = one.Server;

    [Theory]
    [InlineData("/account/sign-in", HttpStatusCode.OK)]
    [InlineData("/there/is/no/such/page", HttpStatusCode.NotFound)]
    public async Task Every_page_forbids_foreign_scripts_frames_and_copies(string address, HttpStatusCode status)
    {
        var answer = await Ask(address);
        Assert.Equal(status, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/there/is/no/such/page")]
    public async Task No_page_carries_an_inline_script(string address)
    {
        var page = await (await Ask(address)).Content.ReadAsStringAsync();
        var scripts = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page).QuerySelectorAll("script");
        Assert.All(scripts, script => Assert.True(script.HasAttribute("src"), script.OuterHtml));
    }

    [Theory]
    [InlineData(null, null, "nl", "device")]
    [InlineData("en-US,en;q=0.9", null, "en", "device")]
    [InlineData("de-DE,de;q=0.9,en;q=0.2", null, "en", "device")]
    [InlineData("fr", null, "nl", "device")]
    [InlineData("nl", "lang=en&theme=dark", "en", "dark")]
    [InlineData("en", "lang=nl&theme=light", "nl", "light")]
    [InlineData("en", "lang=<b>&theme=pink", "en", "device")]
    public async Task The_preference_comes_before_the_browser_and_that_before_Dutch(
        string? accept,
        string? preferences,
        string language,
        string theme
    )
    {
        var page = await (await Ask("/account/sign-in", accept, preferences)).Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\" data-theme=\"{theme}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_links_to_is_there()
    {
        var page = await (await Ask("/account/sign-in")).Content.ReadAsStringAsync();
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        var files = document
            .QuerySelectorAll("link[href]")
            .Select(link => link.GetAttribute("href")!)
            .Concat(document.QuerySelectorAll("script[src]").Select(script => script.GetAttribute("src")!));
        foreach (var file in files)
        {
            Assert.Equal((file, HttpStatusCode.OK), (file, (await Ask(file)).StatusCode));
        }
    }

    [Fact]
    public void Signing_in_elsewhere_is_the_only_place_that_forms_may_lead_to()
    {
        Assert.Contains(
            "form-action 'self' https://login.example;",
            SecurityHeaders.Policy("https://login.example"),
            StringComparison.Ordinal
        );
        Assert.Contains("form-action 'self';", SecurityHeaders.Policy(null), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Ask(string address, string? accept = null, string? preferences = null)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        }

        if (preferences is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", "metiva-prefs=" + preferences);
        }

        return await client.SendAsync(request);
    }

    public sealed class OneServer : IAsyncLifetime
    {
        internal MetivaServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await MetivaServer.StartAsync(settings: "--Development:DemoData=false");

        public Task DisposeAsync() => Server.DisposeAsync().AsTask();
    }
}
