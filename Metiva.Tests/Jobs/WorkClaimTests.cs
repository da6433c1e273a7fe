using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>Who gets which item, when, and what happens to one that was taken away, called off or cannot be worked on.</summary>
public sealed class WorkClaimTests : IAsyncLifetime
{
    private readonly Script script = new();
    private TenancyBench bench = null!;

    private WorkLedger Ledger => bench.Services.GetRequiredService<WorkLedger>();

    private WorkRunner Runner => bench.Services.GetRequiredService<WorkRunner>();

    public async Task InitializeAsync() => bench = await WorkBench.StartAsync(script);

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task No_more_than_two_of_a_company_run_at_once()
    {
        await bench.AskAsync(bench.A, times: 3);
        var first = await ClaimAsync();
        var second = await ClaimAsync();
        Assert.NotNull(first.Item);
        Assert.NotNull(second.Item);
        Assert.NotEqual(first.Item.Id, second.Item.Id);

        Assert.Null((await ClaimAsync()).Item);

        await Runner.RunAsync(bench.Entry(bench.A), first.Item, CancellationToken.None);
        Assert.NotNull((await ClaimAsync()).Item);
    }

    [Fact]
    public async Task A_company_with_a_thousand_items_keeps_another_one_waiting_for_no_more_than_its_turn()
    {
        List<string> done = [];
        script.Does = (work, _, _) =>
        {
            done.Add(work.Scope.Context.CompanyName);
            return Task.CompletedTask;
        };
        await bench.AskAsync(bench.A, times: 1_000);
        await bench.AskAsync(bench.B);
        var queue = bench.Services.GetRequiredService<WorkQueue>();
        for (var turn = 0; turn < 6; turn++)
        {
            await bench.Dispatcher().TakeTurnAsync(queue.TryTake()!.Value, CancellationToken.None);
        }

        Assert.InRange(done.IndexOf("Beta B.V."), 0, 1);
        Assert.Equal(5, done.Count(name => name == "Alfa B.V."));
    }

    [Fact]
    public async Task What_a_lost_process_had_is_taken_over_and_seen_as_such_and_the_lost_one_keeps_nothing()
    {
        await bench.AskAsync(bench.A);
        var lost = (await ClaimAsync()).Item!;
        await LetClaimsRunOutAsync();

        var again = await ClaimAsync();

        Assert.Equal((1, lost.Id), (again.Lost, again.Item!.Id));
        script.Does = (work, run, _) => work.HaveEffectAsync(run, complete: true);
        await Runner.RunAsync(bench.Entry(bench.A), lost, CancellationToken.None);
        Assert.Empty(await bench.EffectsAsync(bench.A));
        await Runner.RunAsync(bench.Entry(bench.A), again.Item, CancellationToken.None);
        Assert.Single(await bench.EffectsAsync(bench.A));
        Assert.Equal([WorkOutcome.Lost, WorkOutcome.Done], (await bench.RunsAsync(bench.A)).Select(run => run.Outcome));
        Assert.Equal((WorkState.Done, 1), (await bench.ItemsAsync(bench.A)).Select(item => (item.State, item.Failures)).Single());
    }

    [Fact]
    public async Task One_that_loses_its_process_again_and_again_is_given_up()
    {
        await bench.AskAsync(bench.A);
        for (var attempt = 0; attempt < script.MostFailures; attempt++)
        {
            Assert.NotNull((await ClaimAsync()).Item);
            await LetClaimsRunOutAsync();
        }

        Assert.Null((await ClaimAsync()).Item);
        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, "work.lost"), (item.State, item.Trouble));
    }

    [Fact]
    public async Task A_running_one_is_called_off_by_whoever_writes_it_down()
    {
        var began = new TaskCompletionSource();
        script.Does = async (_, _, token) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        await bench.AskAsync(bench.A);
        var running = DueWork.RunAllAsync(bench.Services, bench.A);
        await began.Task;

        await CancelAsync();
        await running;

        Assert.Equal(WorkState.Cancelled, Assert.Single(await bench.ItemsAsync(bench.A)).State);
        Assert.Equal(WorkOutcome.Cancelled, Assert.Single(await bench.RunsAsync(bench.A)).Outcome);
    }

    [Fact]
    public async Task One_that_was_called_off_while_its_process_was_dead_is_not_begun_again()
    {
        await bench.AskAsync(bench.A);
        await ClaimAsync();
        await CancelAsync();
        await LetClaimsRunOutAsync();

        Assert.Null((await ClaimAsync()).Item);
        Assert.Equal(WorkState.Cancelled, Assert.Single(await bench.ItemsAsync(bench.A)).State);
    }

    [Fact]
    public async Task The_work_of_a_suspended_company_waits_until_it_is_resumed()
    {
        await bench.AskAsync(bench.B);
        using var agency = bench.As(Role.Owner, bench.Agency);
        await agency.Get<SuspendCompany>().Run(new(bench.B, "Rekening niet betaald"), CancellationToken.None);
        await bench.Dispatcher().TakeTurnAsync(bench.B, CancellationToken.None);
        await agency.Get<ResumeCompany>().Run(new(bench.B, "Betaald"), CancellationToken.None);
        Assert.Equal((WorkState.Waiting, 0), (await bench.ItemsAsync(bench.B)).Select(item => (item.State, item.Attempts)).Single());

        await bench.Dispatcher().TakeTurnAsync(bench.B, CancellationToken.None);

        Assert.Equal(WorkState.Done, Assert.Single(await bench.ItemsAsync(bench.B)).State);
    }

    [Fact]
    public async Task One_whose_company_is_suspended_meanwhile_is_put_off_and_it_is_no_failure()
    {
        script.Does = async (work, run, _) =>
        {
            using var agency = bench.As(Role.Owner, bench.Agency);
            await agency.Get<SuspendCompany>().Run(new(bench.B, "Rekening niet betaald"), CancellationToken.None);
            await work.HaveEffectAsync(run, complete: true);
        };
        await bench.AskAsync(bench.B);
        await bench.Dispatcher().TakeTurnAsync(bench.B, CancellationToken.None);
        using var owner = bench.As(Role.Owner, bench.Agency);
        await owner.Get<ResumeCompany>().Run(new(bench.B, "Betaald"), CancellationToken.None);

        Assert.Empty(await bench.EffectsAsync(bench.B));
        var item = Assert.Single(await bench.ItemsAsync(bench.B));
        Assert.Equal((WorkState.Waiting, 0, "CompanySuspended"), (item.State, item.Failures, item.Trouble));
        Assert.Equal(WorkOutcome.Postponed, Assert.Single(await bench.RunsAsync(bench.B)).Outcome);
    }

    private Task<WorkClaim> ClaimAsync() => Ledger.ClaimAsync(bench.Entry(bench.A), CancellationToken.None);

    private async Task CancelAsync()
    {
        using var owner = bench.As(Role.Owner, bench.A);
        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.True((await owner.Get<CancelJob>().Run(new(item.Id), CancellationToken.None)).Ok);
    }

    private async Task LetClaimsRunOutAsync()
    {
        await using var connection = await bench.OpenBesideAsync(bench.A);
        await connection.ExecuteAsync("UPDATE WorkItems SET ClaimedUntil = 0 WHERE ClaimedUntil IS NOT NULL");
    }
}
