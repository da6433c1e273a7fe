using System.Net;
using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>What sign-in says while the control plane is silent: a page of its own, never "no company".</summary>
public sealed class StaleControlPlaneTests
{
    [Fact]
    public async Task The_issuer_gets_no_claims_and_the_person_no_session()
    {
        // The feed polls less often than the snapshot may be old, so that it is stale half of the time.
        await using var server = await MetivaServer.StartAsync(
            settings: ["--Tenancy:FeedIntervalMilliseconds=1000", "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=500"]
        );
        await Eventually.TrueAsync(
            async () =>
            {
                using var browser = new Browser(server.Address);
                var page = await DemoServer.SignInAsync(browser, "Pieter van Aalst");
                return page.Reason == "code-refused"
                    && !browser.Steps.Any(step =>
                        step.SetCookies.Any(cookie => cookie.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal))
                    )
                    && server.Log.Lines.Any(line => line.Contains("was refused: ControlPlaneUnavailable", StringComparison.Ordinal));
            },
            TimeSpan.FromMinutes(3)
        );
        using var client = server.Client();
        await Eventually.TrueAsync(
            async () => (await client.GetAsync(SignInPages.SignOut)).StatusCode == HttpStatusCode.OK,
            TimeSpan.FromSeconds(5)
        );
    }
}
