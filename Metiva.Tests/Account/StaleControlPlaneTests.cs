using System.Net;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>What sign-in says while the control plane is silent: a page of its own, never "no company".</summary>
public sealed class StaleControlPlaneTests
{
    private const string Name = "Pieter van Aalst";

    [Fact]
    public async Task The_issuer_gets_no_claims_and_the_person_no_session()
    {
        var age = TimeSpan.FromSeconds(2);
        await using var server = await MetivaServer.StartAsync(
            onSqlServer: false,
            settings: [$"--Tenancy:MaxSnapshotAgeForReadsMilliseconds={age.TotalMilliseconds}"]
        );
        using var browser = new Browser(server.Address);
        var pick = await browser.GoAsync("/account/sign-in/start");

        // It goes while the person looks at the issuer's page, and what is in memory grows too old to answer from.
        var file = server.ControlPlaneFile;
        File.Move(file, file + ".aside");
        var feed = server.Services.GetRequiredService<ChangeFeed>();
        await Eventually.TrueAsync(async () => !await feed.PollAsync(default), TimeSpan.FromSeconds(10));
        await Task.Delay(age);
        var page = await DemoServer.PickAsync(browser, pick, Name);
        Assert.Equal("code-refused", page.Reason);
        Assert.DoesNotContain(
            browser.Steps,
            step => step.SetCookies.Any(cookie => cookie.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal))
        );
        Assert.Contains(server.Log.Lines, line => line.Contains("was refused: ControlPlaneUnavailable", StringComparison.Ordinal));

        // And it comes back.
        File.Move(file + ".aside", file);
        await Eventually.TrueAsync(() => feed.PollAsync(default), TimeSpan.FromSeconds(10));
        using var client = server.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(SignInPages.SignOut)).StatusCode);
        using var again = new Browser(server.Address);
        await DemoServer.SignInAsync(again, Name);
        Assert.Contains(
            again.Steps,
            step => step.SetCookies.Any(cookie => cookie.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal))
        );
    }
}
