using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The issuer changes its keys without telling anybody.</summary>
public sealed class KeyRolloverTests(TestIssuerServer host) : IClassFixture<TestIssuerServer>
{
    private const string Start = "/account/sign-in/start";

    [Fact]
    public async Task A_new_key_of_the_issuer_is_found_by_itself_and_the_old_one_forgotten()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);
        using var old = host.Issuer.RollOver("key-of-tomorrow");
        await UntilAcceptedAsync();

        host.Issuer.Make = good => TokenForge.Sign(good, old);

        Assert.Equal("key-unknown", (await browser.GoAsync(Start)).Reason);
    }

    [Fact]
    public async Task A_key_id_that_is_used_again_does_not_bring_the_old_key_back()
    {
        using var browser = host.NewBrowser();
        await browser.GoAsync(Start);
        using var old = host.Issuer.RollOver(host.Issuer.Key.Id);
        using var another = new ForgeKey("makes-the-host-read-again");
        host.Issuer.Published.Add(another);
        host.Issuer.Make = good => TokenForge.Sign(good, another);
        await UntilAcceptedAsync();

        host.Issuer.Make = good => TokenForge.Sign(good, old);
        Assert.Equal("signature-invalid", (await browser.GoAsync(Start)).Reason);
        host.Issuer.Make = good => TokenForge.Sign(good, host.Issuer.Key);
        Assert.Null((await browser.GoAsync(Start)).Reason);
    }

    // The keys are read again at most every interval, one second here, so that nobody can make us ask without end.
    private Task UntilAcceptedAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                using var later = new Browser(host.Server.Address);
                var page = await later.GoAsync(Start);
                Assert.True(page.Reason is null or "key-unknown", page.Reason);
                return TestIssuerServer.GotCookie(later);
            },
            TimeSpan.FromSeconds(10)
        );
}
