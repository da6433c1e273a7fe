using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>A circuit belongs to the one who opened it, whatever cookie a reconnecting browser brings.</summary>
public sealed class ReconnectTests
{
    private const string Drop = "() => { window.sameDocument = true; Blazor._internal.forceCloseConnection(); }";
    private const string Refused = "refused to a browser";

    [BrowserFact]
    public async Task The_same_browser_gets_its_circuit_back()
    {
        await using var world = await SentinelWorld.StartAsync();
        await using var browser = await BrowserSession.OpenAsync(
            world.Server.Address,
            await world.SignInAsync(SentinelWorld.A, Role.Finance)
        );
        await browser.GoAsync("/");

        await browser.Page.EvaluateAsync(Drop);
        await browser.Page.WaitForTimeoutAsync(1_500);
        await browser.Page.EvaluateAsync("() => Blazor.navigateTo('/not-found')");
        await browser.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/not-found");

        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"));
        Assert.DoesNotContain(world.Server.Log.Lines, line => line.Contains(Refused, StringComparison.Ordinal));
    }

    [BrowserTheory]
    [InlineData("another company")]
    [InlineData("another person")]
    [InlineData("another session")]
    [InlineData("another view")]
    public async Task A_circuit_is_refused_to_a_browser_that_comes_back_as(string another)
    {
        await using var world = await SentinelWorld.StartAsync();
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

        await Eventually.TrueAsync(
            () => world.Server.Log.Lines.Any(line => line.Contains(Refused, StringComparison.Ordinal)),
            TimeSpan.FromSeconds(20)
        );
        Assert.DoesNotContain(
            SentinelWorld.ForeignWords(SentinelWorld.A, browser.ReceivedText),
            word => another != "another company" || word != Sentinels.Words[SentinelWorld.B]
        );
    }
}
