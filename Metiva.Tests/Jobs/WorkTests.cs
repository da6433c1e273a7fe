using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>What becomes of a piece of work, from asking for it to its end.</summary>
public sealed class WorkTests : IAsyncLifetime
{
    private readonly Script script = new();
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await WorkBench.StartAsync(script);

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_done_once_in_the_name_of_Metiva_and_its_history_says_so()
    {
        script.Does = (work, run, _) => work.HaveEffectAsync(run, complete: true);
        await bench.AskAsync(bench.A);

        Assert.Equal(1, await RunAsync());

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Done, 1, 0), (item.State, item.Attempts, item.Failures));
        Assert.NotNull(item.EndedAt);
        Assert.Null(item.ClaimedBy);
        Assert.Equal(bench.Person(Role.Owner, bench.A).Id, item.RequestedBy);
        var run = Assert.Single(await bench.RunsAsync(bench.A));
        Assert.Equal((WorkOutcome.Done, 1, WorkLedger.Node), (run.Outcome, run.Attempt, run.Node));
        Assert.NotNull(run.EndedAt);
        var effect = await bench.LookAsync(bench.A, data => data.AuditRecords.SingleAsync(record => record.Action == ScriptedWork.Effect));
        Assert.Null(effect.PersonId);
        Assert.Equal("Metiva", effect.PersonName);
        Assert.Equal(0, await RunAsync());
    }

    [Fact]
    public async Task One_that_fails_is_tried_again_until_a_person_has_to_look()
    {
        script.Does = (_, run, _) => throw new JsonException("of company A: " + run.Payload);
        await bench.AskAsync(bench.A);

        Assert.Equal(3, await RunAsync());

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, 3, 3, nameof(JsonException)), (item.State, item.Attempts, item.Failures, item.Trouble));
        Assert.All(
            await bench.RunsAsync(bench.A),
            run => Assert.Equal((WorkOutcome.Failed, nameof(JsonException)), (run.Outcome, run.Trouble))
        );
    }

    [Fact]
    public async Task One_that_cannot_be_done_is_not_tried_again()
    {
        script.Does = (_, _, _) => throw new WorkRefusedException("test.never");
        await bench.AskAsync(bench.A);

        Assert.Equal(1, await RunAsync());

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, "test.never"), (item.State, item.Trouble));
        Assert.Equal(WorkOutcome.Refused, Assert.Single(await bench.RunsAsync(bench.A)).Outcome);
    }

    [Fact]
    public async Task One_of_a_kind_that_nobody_knows_says_so()
    {
        await bench.AskAsync(bench.A, kind: "test.unheard-of");

        Assert.Equal(1, await RunAsync());

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, "work.unknown-kind"), (item.State, item.Trouble));
    }

    [Fact]
    public async Task One_that_hangs_is_stopped_and_counts_as_failed()
    {
        script.Limit = TimeSpan.FromMilliseconds(100);
        script.MostFailures = 1;
        var never = new TaskCompletionSource();
        script.Does = (_, _, _) => never.Task;
        await bench.AskAsync(bench.A);

        Assert.Equal(1, await RunAsync());

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, "work.timed-out"), (item.State, item.Trouble));
        Assert.Equal(WorkOutcome.TimedOut, Assert.Single(await bench.RunsAsync(bench.A)).Outcome);
        never.SetResult();
    }

    [Fact]
    public async Task What_it_completed_in_a_transaction_that_was_refused_was_not_done()
    {
        script.MostFailures = 1;
        script.Does = (work, run, _) => work.HaveEffectAsync(run, complete: true, refuseWith: new NotFound());
        await bench.AskAsync(bench.A);

        await RunAsync();

        var item = Assert.Single(await bench.ItemsAsync(bench.A));
        Assert.Equal((WorkState.Dead, "work.completion-not-kept"), (item.State, item.Trouble));
        Assert.Empty(await bench.EffectsAsync(bench.A));
    }

    [Fact]
    public async Task Its_progress_is_written_down_while_it_runs()
    {
        var seen = new TaskCompletionSource();
        script.Does = async (_, run, token) =>
        {
            run.Progress = 40;
            await seen.Task.WaitAsync(token);
        };
        await bench.AskAsync(bench.A);
        var running = RunAsync();

        await Eventually.TrueAsync(async () => (await bench.ItemsAsync(bench.A)).Single().Progress == 40, TimeSpan.FromSeconds(20));

        seen.SetResult();
        await running;
    }

    [Fact]
    public async Task It_is_bound_to_its_own_company_and_can_reach_no_other()
    {
        script.Does = async (work, _, token) =>
        {
            var owner = await work.Database.ReadAsync(
                async (connection, _) =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "SELECT CompanyId FROM CompanyIdentity";
                    return (string)(await command.ExecuteScalarAsync(token))!;
                },
                token
            );
            Assert.Equal(bench.A.ToString(), owner.Trim());
            using var other = bench.As(Role.Owner, bench.B);
            var bound = new BindingResult(BindingOutcome.Bound, other.Tenant);
            Assert.Throws<InvalidOperationException>(() => work.Scope.Freeze(bound));
            Assert.Equal(bench.A, work.Company);
        };
        await bench.AskAsync(bench.A);

        await RunAsync();

        Assert.Equal(WorkState.Done, Assert.Single(await bench.ItemsAsync(bench.A)).State);
        Assert.Empty(await bench.ItemsAsync(bench.B));
    }

    [Fact]
    public async Task It_may_do_what_its_kind_says_and_nothing_else()
    {
        script.Needs = [Permissions.Audit.Read, Permissions.ControlPlane.Read];
        GrantSet? grants = null;
        script.Does = (work, _, _) =>
        {
            grants = work.Scope.Context.Grants;
            return Task.CompletedTask;
        };
        await bench.AskAsync(bench.A);

        await RunAsync();

        // What only the agency has is nobody's at a client company, whatever a handler says.
        Assert.Equal([new Grant(Permissions.Audit.Read, Scope.All)], grants!.Grants());
    }

    [Fact]
    public async Task The_same_occasion_asked_for_twice_is_one_item()
    {
        using var owner = bench.As(Role.Owner, bench.A);
        var database = owner.Get<CompanyDatabase>();
        Task<Result<bool>> AskAsync() =>
            database.WriteAsync<bool>(
                (write, _) =>
                {
                    write.Enqueue(ScriptedWork.Name, new { }, "once");
                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True((await AskAsync()).Ok);

        await Assert.ThrowsAsync<DbUpdateException>(AskAsync);
        Assert.Single(await bench.ItemsAsync(bench.A));
    }

    private Task<int> RunAsync() => DueWork.RunAllAsync(bench.Services, bench.A);
}
