using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>What happens to circuits that are open while the control plane changes, in the same process and from another one.</summary>
public sealed class LiveCircuitTests(LiveCircuitTests.TwoNodes nodes) : IClassFixture<LiveCircuitTests.TwoNodes>
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    // What the circuit says before it starts over is on the page for a moment only, so the page itself keeps it, and when it came.
    private const string KeepRefusals = """
        new MutationObserver(() => {
            const code = document.querySelector('[data-refusal]')?.dataset.refusal;
            const kept = sessionStorage.refusals ?? '';
            if (code && !kept.endsWith(code)) {
                sessionStorage.refusals = `${kept} ${code}`;
                sessionStorage.refusedAt ??= Date.now();
            }
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    // The page of a refusal is a request's answer, with no circuit behind it.
    private const string Ended = """
        ([word, ends]) => !document.body?.innerText.includes(word)
            && (ends.startsWith('/')
                ? location.pathname === ends
                : !window.Blazor && document.querySelector('[data-refusal]')?.dataset.refusal === ends)
        """;

    /// <summary>What changes, what the circuit says of it, and where its page ends.</summary>
    public static TheoryData<string, string, string, bool> Changes()
    {
        var data = new TheoryData<string, string, string, bool>();
        foreach (var other in new[] { false, true })
        {
            data.Add("membership removed", "NotAMember", "NotAMember", other);
            data.Add("role changed", "AccessChanged", "PermissionDenied", other);
            data.Add("company suspended", "CompanySuspended", "CompanySuspended", other);
            data.Add("session ended", "SessionEnded", SignIn, other);
            data.Add("session switched to another company", "SessionEnded", SignIn, other);
        }

        return data;
    }

    private const string SignIn = "/account/sign-in";

    [BrowserTheory]
    [MemberData(nameof(Changes))]
    public async Task A_live_circuit_is_refused_within_two_seconds_without_a_click(
        string change,
        string says,
        string ends,
        bool onAnotherNode
    )
    {
        var world = nodes.World;
        var person = await world.Server.AddPersonAsync("Finance for one test", SentinelWorld.A, Role.Finance);
        await world.Server.AddMembershipAsync(person, SentinelWorld.B, Role.Finance);
        var signedIn = await world.Server.SignInAsync(person, SentinelWorld.A);
        var bystander = await world.SignInAsync(SentinelWorld.B, Role.Finance);
        var node = onAnotherNode ? nodes.Other.Address : world.Server.Address;
        await nodes.KnownAsync(onAnotherNode, signedIn);
        await nodes.KnownAsync(onAnotherNode, bystander);
        await using var browser = await BrowserSession.OpenAsync(node, signedIn);
        await using var untouched = await BrowserSession.OpenAsync(node, bystander);
        await browser.Page.AddInitScriptAsync(KeepRefusals);
        var statuses = new List<int>();
        browser.Page.Response += (_, response) =>
        {
            if (response.Request.IsNavigationRequest)
            {
                statuses.Add(response.Status);
            }
        };
        await browser.GoAsync("/workspace/invoices");
        await untouched.GoAsync("/workspace/invoices");
        await browser.Page.Locator("main").GetByText(Sentinels.Words[SentinelWorld.A]).First.WaitForAsync();
        await untouched.Page.Locator("main").GetByText(Sentinels.Words[SentinelWorld.B]).First.WaitForAsync();
        statuses.Clear();

        var changed = TimeProvider.System.GetUtcNow();
        await ChangeAsync(world, change, signedIn);
        await browser.Page.WaitForFunctionAsync(
            Ended,
            new[] { Sentinels.Words[SentinelWorld.A], ends },
            new() { PollingInterval = 20, Timeout = 30_000 }
        );
        await UndoAsync(world, change);

        var refused = await browser.Page.EvaluateAsync<long>("() => Number(sessionStorage.refusedAt)");
        var took = DateTimeOffset.FromUnixTimeMilliseconds(refused) - changed;
        Assert.True(took < AtMost, $"It took {took}.");
        Assert.Equal(
            says == ends || ends == SignIn ? $" {says}" : $" {says} {ends}",
            await browser.Page.EvaluateAsync<string>("() => sessionStorage.refusals ?? ''")
        );
        Assert.Equal(ends == SignIn ? [302, 200] : [403], statuses);
        Assert.Equal(ends == SignIn, browser.Page.Url.Contains("reason=session-ended", StringComparison.Ordinal));
        Assert.Empty(SentinelWorld.ForeignWords(SentinelWorld.A, browser.ReceivedText));
        Assert.Contains(Sentinels.Words[SentinelWorld.B], await untouched.Page.ContentAsync(), StringComparison.Ordinal);
    }

    private static Task ChangeAsync(SentinelWorld world, string change, SignedIn signedIn) =>
        change == "session switched to another company"
            ? world.Server.SignInAsync(signedIn.Person, SentinelWorld.B, replaces: signedIn.Session)
            : world.Server.WriteAsync(control =>
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

    /// <summary>The nodes are shared by all of these tests.</summary>
    private static Task UndoAsync(SentinelWorld world, string change) =>
        change != "company suspended"
            ? Task.CompletedTask
            : world.Server.WriteAsync(control => control.Companies.Single(row => row.Id == SentinelWorld.A).State = CompanyState.Active);

    /// <summary>The host in this process, and another one of its own on the same files.</summary>
    public sealed class TwoNodes : IAsyncLifetime
    {
        internal SentinelWorld World { get; private set; } = null!;

        internal MetivaProcess Other { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            // A crowded machine must not look like a control plane that went away; how fast a change arrives is not touched by it.
            const string Patient = "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=60000";
            World = await SentinelWorld.StartAsync(settings: Patient);
            Other = await MetivaProcess.StartAsync(World.Server.DataDirectory, "--Development:DemoData=false", Patient);
        }

        public async Task DisposeAsync()
        {
            await Other.DisposeAsync();
            await World.DisposeAsync();
        }

        /// <summary>A node hears of a new session with its next poll; a browser that signed in there would have waited as long.</summary>
        internal async Task KnownAsync(bool other, SignedIn signedIn)
        {
            using var client = other ? Other.Client(signedIn) : World.Server.Client(signedIn);
            await Eventually.TrueAsync(async () => (await client.GetAsync("/")).IsSuccessStatusCode, TimeSpan.FromSeconds(20));
        }
    }
}
