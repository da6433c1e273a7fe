using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>A circuit belongs to the one who opened it, whatever cookie a reconnecting browser brings.</summary>
[Collection(OneWorld.Name)]
public sealed class ReconnectTests(OneWorld one)
{
    private const string Drop = "() => { window.sameDocument = true; Blazor._internal.forceCloseConnection(); }";
    private const string Refused = "refused to a browser";
    private const string RenderBatch = "JS.RenderBatch";
    private readonly SentinelWorld world = one.World;

    [BrowserFact]
    public async Task The_same_browser_gets_its_circuit_back()
    {
        var refusals = Refusals();
        await using var browser = await BrowserSession.OpenAsync(
            world.Server.Address,
            await world.SignInAsync(SentinelWorld.A, Role.Finance)
        );
        await browser.GoAsync("/");

        await browser.Page.EvaluateAsync(Drop);
        await NoticeAsync(browser, "components-reconnect-hide");
        await browser.Page.EvaluateAsync("() => Blazor.navigateTo('/workspace/invoices')");
        await browser.Page.Locator("main").GetByText(Sentinels.Words[SentinelWorld.A]).First.WaitForAsync();

        Assert.Equal(2, browser.Sockets);
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"));
        Assert.Contains(RenderBatch, browser.ReceivedOn(socket: 2), StringComparison.Ordinal);
        Assert.Equal(refusals, Refusals());
    }

    [BrowserTheory]
    [InlineData("another company")]
    [InlineData("another person")]
    [InlineData("another session")]
    [InlineData("another view")]
    public async Task A_circuit_is_refused_to_a_browser_that_comes_back_as(string another)
    {
        var refusals = Refusals();
        var first = await world.SignInAsync(SentinelWorld.A, Role.Owner);
        var second = another switch
        {
            "another company" => await world.SignInAsync(SentinelWorld.B, Role.Owner),
            "another person" => await world.SignInAsync(SentinelWorld.A, Role.Admin),
            "another session" => await world.SignInAsync(SentinelWorld.A, Role.Owner),
            _ => world.Server.Cookie(first.Person, first.Session, SentinelWorld.A.ToString(), viewAsClient: true),
        };
        await using var browser = await BrowserSession.OpenAsync(world.Server.Address, first);
        await browser.GoAsync("/");

        await browser.ReplaceCookieAsync(world.Server.Address, second);
        await browser.Page.EvaluateAsync(Drop);
        await NoticeAsync(browser, "components-reconnect-rejected");

        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"));
        Assert.True(await browser.Page.Locator("#components-reconnect-modal [data-reload]").IsVisibleAsync());
        Assert.Equal(2, browser.Sockets);
        // Not a thing was drawn over the new line.
        Assert.DoesNotContain(RenderBatch, browser.ReceivedOn(socket: 2), StringComparison.Ordinal);
        Assert.Equal(refusals + 1, Refusals());
        Assert.Empty(SentinelWorld.ForeignWords(SentinelWorld.A, browser.ReceivedText));
    }

    /// <summary>Waits for what the notice about the connection says, by the class that Blazor's script gives it.</summary>
    private static Task NoticeAsync(BrowserSession browser, string state) =>
        browser
            .Page.Locator($"#components-reconnect-modal.{state}")
            .WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

    private int Refusals() => world.Server.Log.Lines.Count(line => line.Contains(Refused, StringComparison.Ordinal));
}
