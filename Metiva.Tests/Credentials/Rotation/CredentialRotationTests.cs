using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Credentials.Rotation;

/// <summary>The steps of a rotation, on a server that the test holds in its hand.</summary>
public sealed class CredentialRotationTests : IAsyncLifetime
{
    private RotationBench bench = null!;

    private static readonly string[] InOrder =
    [
        "vault",
        "server",
        "idle-ready",
        "switched",
        "drained",
        "disabled",
        "old-disabled",
        "ended",
        "sessions-ended",
        "proved",
        "removed",
        "audited",
        "finished",
    ];

    public static TheoryData<string> Steps => [.. InOrder];

    public async Task InitializeAsync() => bench = await RotationBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task The_other_login_serves_the_old_one_is_dead_and_both_audits_say_so()
    {
        var old = await bench.Vault.ReadAsync(SecretName.RuntimeLogin(bench.A, LoginSlot.A), default);
        var other = await bench.StateAsync(bench.Tenancy.B);
        await bench.AskAsync(bench.A);
        List<string> reached = [];
        await bench.FinishAsync(
            bench.Node(async step =>
            {
                reached.Add(step);
                Assert.True(await bench.IsServedAsync(bench.A), step);
            }),
            bench.A
        );

        Assert.Equal(InOrder, reached);
        Assert.Equal(["enable B", "disable A", "end sessions A"], bench.Logins.Calls);
        Assert.Equal(
            """
            login B, dated True, version 2
            pending False
            credentials.rotate A new password of the company's database login was asked for
            credentials.rotated The password of the company's database login was replaced, and the earlier one seen to be refused
            Admin of Bureau Bench credentials.rotate
            Admin of Bureau Bench credentials.rotated
            A: in vault False, works False, enabled False
            B: in vault True, works True, enabled True
            """,
            await bench.StateAsync(bench.A)
        );
        Assert.False(bench.Logins.CanSignIn(bench.A, LoginSlot.A, old));
        Assert.Equal(other, await bench.StateAsync(bench.Tenancy.B));

        // And back again.
        await bench.AskAsync(bench.A);
        await bench.FinishAsync(bench.Node(), bench.A);
        Assert.StartsWith("login A,", await bench.StateAsync(bench.A), StringComparison.Ordinal);
        Assert.True(await bench.IsServedAsync(bench.A));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_process_that_dies_after_any_step_is_resumed_by_another_to_the_same_end(string death)
    {
        await bench.AskAsync(bench.Tenancy.B);
        await bench.FinishAsync(bench.Node(), bench.Tenancy.B);
        var expected = await bench.StateAsync(bench.Tenancy.B);

        await bench.AskAsync(bench.A);
        var died = new TaskCompletionSource();
        var node = bench.Node(step =>
        {
            if (step != death)
            {
                return Task.CompletedTask;
            }

            // Whoever called never comes back from here, as after kill -9.
            died.SetResult();
            return new TaskCompletionSource().Task;
        });
        _ = bench.FinishAsync(node, bench.A);
        await died.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(await bench.IsServedAsync(bench.A));

        await bench.FinishAsync(bench.Node(lease: TimeSpan.Zero), bench.A);
        Assert.Equal(expected, await bench.StateAsync(bench.A));
    }

    [Fact]
    public async Task Two_nodes_do_not_work_on_one_and_the_second_takes_over_when_the_first_is_silent()
    {
        await bench.AskAsync(bench.A);
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = bench.Node(step =>
        {
            if (step == "vault")
            {
                reached.TrySetResult();
                return goOn.Task;
            }

            return Task.CompletedTask;
        });
        var asleep = first.AdvanceAsync(bench.A, null, default);
        await reached.Task;

        var second = bench.Node();
        Assert.Equal(default, await second.AdvanceAsync(bench.A, null, default));
        Assert.Empty(bench.Logins.Calls);
        bench.Time.Advance(TimeSpan.FromMinutes(4));
        await bench.FinishAsync(second, bench.A);
        var done = await bench.StateAsync(bench.A);

        // The first wakes up: what it was going to set is in use by now.
        goOn.SetResult();
        Assert.Equal(default, await asleep);
        Assert.Equal(done, await bench.StateAsync(bench.A));
        Assert.True(await bench.IsServedAsync(bench.A));
        Assert.Equal(["enable B", "disable A", "end sessions A"], bench.Logins.Calls);
    }

    [Fact]
    public async Task Two_nodes_that_hurry_at_the_same_time_make_one_rotation()
    {
        await bench.AskAsync(bench.A);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => bench.Node().AdvanceAsync(bench.A, null, default)));
        Assert.Equal(["enable B"], bench.Logins.Calls);
        Assert.True(await bench.IsServedAsync(bench.A));
    }

    [Fact]
    public async Task The_old_login_lives_until_every_node_has_heard_and_what_it_does_has_ended()
    {
        var options = bench.Get<TenancyOptions>();
        bench.Logins[bench.A, LoginSlot.A].Sessions = 3;
        await bench.AskAsync(bench.A);
        var node = bench.Node();
        var at = await node.AdvanceAsync(bench.A, null, default);
        Assert.Equal(RotationStep.Switched, at.Step);

        bench.Logins[bench.A, LoginSlot.A].Sessions = 0;
        bench.Time.Advance(options.MaxSnapshotAge(AccessKind.Read));
        at = await node.AdvanceAsync(bench.A, at.Held, default);
        Assert.Equal(RotationStep.Switched, at.Step);

        bench.Logins[bench.A, LoginSlot.A].Sessions = 1;
        bench.Time.Advance(options.StatementTimeouts.Longest);
        at = await node.AdvanceAsync(bench.A, at.Held, default);
        Assert.Equal(RotationStep.Switched, at.Step);
        Assert.True(bench.Logins[bench.A, LoginSlot.A].Enabled);

        // A session that is still there by then is none of ours, and is ended.
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await node.AdvanceAsync(bench.A, at.Held, default);
        Assert.Null(await bench.PendingAsync(bench.A));
        Assert.Equal(0, bench.Logins[bench.A, LoginSlot.A].Sessions);
    }

    [Fact]
    public async Task A_server_that_is_away_or_lies_keeps_it_waiting_and_says_why()
    {
        await bench.AskAsync(bench.A);
        bench.Logins.Away = new TimeoutException("server.example did not answer");
        var node = bench.Node();
        var at = await node.AdvanceAsync(bench.A, null, default);
        Assert.Equal(
            (RotationStep.Requested, "too-slow"),
            ((await bench.PendingAsync(bench.A))!.Step, (await bench.PendingAsync(bench.A))!.Trouble)
        );
        Assert.True(await bench.IsServedAsync(bench.A));

        bench.Logins.Away = null;
        bench.Logins.IgnoresDisable = true;
        at = await node.AdvanceAsync(bench.A, at.Held, default);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        at = await node.AdvanceAsync(bench.A, at.Held, default);
        Assert.Equal("old-login-alive", (await bench.PendingAsync(bench.A))!.Trouble);
        Assert.NotNull(await bench.Vault.ReadAsync(SecretName.RuntimeLogin(bench.A, LoginSlot.A), default));

        bench.Logins.IgnoresDisable = false;
        await node.AdvanceAsync(bench.A, at.Held, default);
        at = await node.AdvanceAsync(bench.A, at.Held, default);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        await bench.FinishAsync(node, bench.A);
    }

    [Fact]
    public async Task Every_process_closes_its_idle_connections_of_the_old_login_when_it_hears()
    {
        await using var second = await RotationBench.StartAsync(bench.Tenancy.DataDirectory);
        await bench.AskAsync(bench.A);
        Assert.Equal(RotationStep.Switched, (await bench.Node().AdvanceAsync(bench.A, null, default)).Step);
        Assert.Contains((bench.A, LoginSlot.A), bench.Logins.Cleared);
        await Eventually.TrueAsync(() => second.Logins.Cleared.Contains((bench.A, LoginSlot.A)), TimeSpan.FromSeconds(5));
        Assert.DoesNotContain((bench.Tenancy.B, LoginSlot.A), second.Logins.Cleared);
    }
}
