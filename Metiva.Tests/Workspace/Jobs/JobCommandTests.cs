using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Web.Ui;
using Metiva.Web.Workspace.Jobs;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Workspace.Jobs;

/// <summary>What a company's people see of its work, and what they may do with it.</summary>
public sealed class JobCommandTests : IAsyncLifetime
{
    private readonly Script script = new() { MostFailures = 1 };
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await WorkBench.StartAsync(script);

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_waiting_one_that_is_cancelled_is_never_begun()
    {
        var id = await AskedAsync();
        Assert.True((await CancelAsync(id)).Ok);
        Assert.Equal(0, await DueWork.RunAllAsync(bench.Services, bench.A));
        Assert.Equal(WorkState.Cancelled, (await bench.ItemsAsync(bench.A)).Single().State);
        Assert.IsType<JobIsOver>((await CancelAsync(id)).Error);
        Assert.Equal(["work.cancelled"], await ActsAsync());
    }

    [Fact]
    public async Task One_that_failed_for_good_begins_anew_when_it_is_run_now()
    {
        script.Does = (_, _, _) => throw new InvalidOperationException("Not today.");
        var id = await AskedAsync();
        await DueWork.RunAllAsync(bench.Services, bench.A);
        Assert.Equal(WorkState.Dead, (await bench.ItemsAsync(bench.A)).Single().State);
        script.Does = (_, _, _) => Task.CompletedTask;

        Assert.True((await RunNowAsync(id)).Ok);
        await DueWork.RunAllAsync(bench.Services, bench.A);

        var item = (await bench.ItemsAsync(bench.A)).Single();
        Assert.Equal((WorkState.Done, 2, 0), (item.State, item.Attempts, item.Failures));
        Assert.IsType<JobCannotRunNow>((await RunNowAsync(id)).Error);
        Assert.Equal(["work.run-now"], await ActsAsync());
        using var owner = bench.As(Role.Owner, bench.A);
        var seen = await owner.Get<JobQuery>().Run(id, CancellationToken.None);
        Assert.Equal([WorkOutcome.Done, WorkOutcome.Failed], seen.Value.Attempts.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Run_now_does_not_wait()
    {
        var id = await AskedAsync(TimeProvider.System.GetUtcNow().AddDays(1));
        Assert.Equal(0, await DueWork.RunAllAsync(bench.Services, bench.A));
        await RunNowAsync(id);
        Assert.Equal(1, await DueWork.RunAllAsync(bench.Services, bench.A));
    }

    [Fact]
    public async Task Those_of_another_company_are_not_there()
    {
        await bench.AskAsync(bench.B);
        var foreign = (await bench.ItemsAsync(bench.B)).Single().Id;
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.IsType<NotFound>((await owner.Get<JobQuery>().Run(foreign, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await CancelAsync(foreign)).Error);
        Assert.IsType<NotFound>((await RunNowAsync(foreign)).Error);
        Assert.Empty((await ListAsync(Role.Owner, "")).Value.Page.Rows);
        Assert.Equal(WorkState.Waiting, (await bench.ItemsAsync(bench.B)).Single().State);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.AccountManager, true)]
    [InlineData(Role.Marketing, true)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Client, false)]
    public async Task Who_may_see_the_settings_sees_it(Role role, bool allowed) => Assert.Equal(allowed, (await ListAsync(role, "")).Ok);

    [Fact]
    public async Task It_is_filtered_sorted_and_paged_in_the_database()
    {
        await bench.AskAsync(bench.A, times: 30);
        await bench.AskAsync(bench.A, kind: "test.unheard-of");
        await DueWork.RunAllAsync(bench.Services, bench.A);
        await bench.AskAsync(bench.A, times: 2);

        Assert.Equal((25, 33L), Shape(await ListAsync(Role.Owner, "")));
        Assert.Equal((8, 33L), Shape(await ListAsync(Role.Owner, "?page=2")));
        Assert.Equal((1, 1L), Shape(await ListAsync(Role.Owner, "?state=Dead")));
        Assert.Equal((2, 2L), Shape(await ListAsync(Role.Owner, "?state=Waiting&kind=test.work")));
        var byKind = (await ListAsync(Role.Owner, "?sort=-kind")).Value;
        Assert.Equal("test.work", byKind.Page.Rows[0].Kind);
        Assert.Equal(["test.unheard-of", "test.work"], byKind.Kinds);
    }

    private static (int Rows, long Total) Shape(Result<JobList> list) => (list.Value.Page.Rows.Count, list.Value.Page.Total);

    private async Task<Result<JobList>> ListAsync(Role role, string query)
    {
        using var scope = bench.As(role, bench.A);
        return await scope.Get<JobListQuery>().Run(ListQuery.Read("http://localhost/workspace/jobs" + query, JobAddress.Rules), default);
    }

    private async Task<Result<bool>> CancelAsync(Guid id)
    {
        using var owner = bench.As(Role.Owner, bench.A);
        return await owner.Get<CancelJob>().Run(new(id), CancellationToken.None);
    }

    private async Task<Result<bool>> RunNowAsync(Guid id)
    {
        using var owner = bench.As(Role.Owner, bench.A);
        return await owner.Get<RunJobNow>().Run(new(id), CancellationToken.None);
    }

    private Task<List<string>> ActsAsync() =>
        bench.LookAsync(
            bench.A,
            data => data.AuditRecords.Where(record => record.EntityType == "Work").Select(record => record.Action).ToListAsync()
        );

    private async Task<Guid> AskedAsync(DateTimeOffset? due = null)
    {
        using var owner = bench.As(Role.Owner, bench.A);
        await owner
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                (write, _) =>
                {
                    write.Enqueue(ScriptedWork.Name, new { }, dueAt: due);
                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        return (await bench.ItemsAsync(bench.A)).Single().Id;
    }
}
