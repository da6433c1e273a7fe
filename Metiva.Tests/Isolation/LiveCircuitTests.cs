using System.Diagnostics;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>What happens to circuits that are open while the control plane changes, in the same process and from another one.</summary>
public sealed class LiveCircuitTests
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    public static TheoryData<string, bool> Changes()
    {
        var data = new TheoryData<string, bool>();
        foreach (var change in new[] { "membership removed", "role changed", "company suspended", "session ended" })
        {
            data.Add(change, false);
            data.Add(change, true);
        }

        return data;
    }

    [BrowserTheory]
    [MemberData(nameof(Changes))]
    public async Task A_live_circuit_is_refused_within_two_seconds_without_a_click(string change, bool fromAnotherProcess)
    {
        await using var world = await SentinelWorld.StartAsync();
        await using var other = fromAnotherProcess
            ? await MetivaProcess.StartAsync(world.Server.DataDirectory, "--Development:DemoData=false")
            : null;
        var signedIn = await world.SignInAsync(SentinelWorld.A, Role.Finance);
        var bystander = await world.SignInAsync(SentinelWorld.B, Role.Finance);
        var node = other?.Address ?? world.Server.Address;
        await Known(world, other, signedIn);
        await using var browser = await BrowserSession.OpenAsync(node, signedIn);
        await using var untouched = await BrowserSession.OpenAsync(node, bystander);
        await browser.GoAsync("/workspace/invoices");
        await untouched.GoAsync("/workspace/invoices");
        Assert.Contains(Sentinels.Words[SentinelWorld.A], await browser.Page.ContentAsync(), StringComparison.Ordinal);

        var watch = Stopwatch.StartNew();
        await ChangeAsync(world, change, signedIn);
        await browser.Page.WaitForFunctionAsync(
            "word => !document.body.innerText.includes(word)",
            Sentinels.Words[SentinelWorld.A],
            new() { PollingInterval = 20, Timeout = 10_000 }
        );

        Assert.True(watch.Elapsed < AtMost, $"It took {watch.Elapsed}.");
        Assert.Contains(Sentinels.Words[SentinelWorld.B], await untouched.Page.ContentAsync(), StringComparison.Ordinal);
    }

    /// <summary>A node hears of a new session with its next poll; a browser that signed in there would have waited as long.</summary>
    private static async Task Known(SentinelWorld world, MetivaProcess? other, SignedIn signedIn)
    {
        using var client = other?.Client(signedIn) ?? world.Server.Client(signedIn);
        await Eventually.TrueAsync(async () => (await client.GetAsync("/")).IsSuccessStatusCode, TimeSpan.FromSeconds(20));
    }

    private static Task ChangeAsync(SentinelWorld world, string change, SignedIn signedIn) =>
        world.Server.WriteAsync(control =>
        {
            switch (change)
            {
                case "membership removed":
                    control.Memberships.Remove(
                        control.Memberships.Single(row => row.PersonId == signedIn.Person.Id && row.CompanyId == SentinelWorld.A)
                    );
                    break;
                case "role changed":
                    control.Memberships.Single(row => row.PersonId == signedIn.Person.Id && row.CompanyId == SentinelWorld.A).Roles =
                        RoleSet.Of(Role.Marketing);
                    break;
                case "company suspended":
                    control.Companies.Single(row => row.Id == SentinelWorld.A).State = CompanyState.Suspended;
                    break;
                case "session ended":
                    control.Sessions.Single(row => row.Id == signedIn.Session).EndedAt = TimeProvider.System.GetUtcNow();
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(change), change, "No such change.");
            }
        });
}
