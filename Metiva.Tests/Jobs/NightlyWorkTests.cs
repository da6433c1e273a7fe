using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Operations;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Workspace.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>What Metiva does at every company at night.</summary>
public sealed class NightlyWorkTests : IAsyncLifetime
{
    private readonly LogLines log = new();
    private TenancyBench bench = null!;

    public async Task InitializeAsync() =>
        bench = await WorkBench.StartAsync(new Script(), more: services => services.AddLogging(logging => logging.AddProvider(log)));

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_log_that_is_as_it_was_written_is_found_so()
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        await RunAsync(VerifyAuditWork.Name);
        Assert.Equal((WorkState.Done, null), (await bench.ItemsAsync(bench.A)).Select(item => (item.State, item.Trouble)).Single());
    }

    [Fact]
    public async Task A_log_that_was_changed_raises_an_alert_and_stays_visible()
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        await bench.TamperAsync(bench.A, "UPDATE AuditRecords SET Summary = 'Nothing happened' WHERE Summary = 'Two'");
        await RunAsync(VerifyAuditWork.Name);
        Assert.Equal(
            (WorkState.Dead, "audit.broken"),
            (await bench.ItemsAsync(bench.A)).Select(item => (item.State, item.Trouble)).Single()
        );
        Assert.Contains(
            log.Lines,
            line =>
                line.Contains("is not what was written", StringComparison.Ordinal)
                && line.Contains(bench.A.ToString(), StringComparison.Ordinal)
        );
        Assert.DoesNotContain(log.Lines, line => line.Contains("Nothing happened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_read_a_broken_log_is_told_once_for_each_finding_and_not_while_they_have_it_left_to_read()
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        await bench.TamperAsync(bench.A, "UPDATE AuditRecords SET Summary = 'Nothing happened' WHERE Summary = 'Two'");
        await RunAsync(VerifyAuditWork.Name);
        await RunAsync(VerifyAuditWork.Name);
        PersonId[] readers = [.. new[] { Role.Owner, Role.Admin, Role.Finance }.Select(role => bench.Person(role, bench.A).Id)];
        var told = await ToldAsync(bench.A);
        Assert.Equal(readers.OrderBy(person => person.Value), told.Select(row => row.PersonId).OrderBy(person => person.Value));
        var place = (
            await bench.QueryAsync<long>(bench.A, "SELECT Sequence FROM AuditRecords WHERE Summary = 'Nothing happened'")
        ).Single();
        Assert.All(told, row => Assert.Equal($$"""{"faults":1,"sequence":{{place}}}""", row.Facts));
        Assert.Empty(await ToldAsync(bench.B));

        // Another finding reaches who has read of the first; who has not learns of it from the page that the first leads to.
        await bench.WriteAsync(
            bench.A,
            async write =>
                await write.Data.Notifications.Where(row => row.PersonId == readers[0]).ForEachAsync(row => row.ReadAt = write.Now)
        );
        await RunAsync(VerifyAuditWork.Name);
        Assert.Equal(3, (await ToldAsync(bench.A)).Count);
        await bench.TamperAsync(bench.A, "UPDATE AuditRecords SET Summary = 'Nor this' WHERE Summary = 'Three'");
        await RunAsync(VerifyAuditWork.Name);
        Assert.Equal(4, (await ToldAsync(bench.A)).Count);
        Assert.Equal(2, (await ToldAsync(bench.A)).Count(row => row.PersonId == readers[0]));
    }

    [Theory]
    [InlineData("DELETE FROM AuditRecords")]
    [InlineData("DELETE FROM AuditValues")]
    public async Task However_the_log_is_broken_people_are_told(string sql)
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        Assert.True(await bench.AnchorAsync(bench.A));
        await bench.TamperAsync(bench.A, sql);
        await RunAsync(VerifyAuditWork.Name);
        Assert.Equal(3, (await ToldAsync(bench.A)).Count);
    }

    [Fact]
    public async Task What_the_night_found_is_seen_on_the_page_of_the_log_and_on_the_agency_s_page_of_the_node()
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        await RunAsync(VerifyAuditWork.Name);
        Assert.True((await CheckAsync(bench.A))!.Intact);
        Assert.Null(await CheckAsync(bench.B));
        await bench.TamperAsync(bench.A, "UPDATE AuditRecords SET Summary = 'Nothing happened' WHERE Summary = 'Two'");
        await RunAsync(VerifyAuditWork.Name);
        var check = (await CheckAsync(bench.A))!;
        Assert.False(check.Intact);
        Assert.Equal((await bench.ItemsAsync(bench.A)).Max(item => item.EndedAt), check.EndedAt);

        await bench.Services.GetRequiredService<WorkSweep>().TryRunAsync(default);
        using var agency = bench.As(Role.Owner, bench.Agency);
        var listed = agency.Get<NodeOverview>().Companies(new(Sort: StandingSort.Work, Descending: true)).Value.Rows;
        Assert.Equal((bench.A, 1, 1), (listed[0].Id, listed[0].Work.Dead, listed[0].Work.Broken));
        Assert.All(listed.Skip(1), company => Assert.Equal(0, company.Work.Broken));
    }

    [Fact]
    public async Task What_is_long_over_is_cleared_out_with_its_history_and_the_rest_stays()
    {
        var now = TimeProvider.System.GetUtcNow();
        await bench.AskAsync(bench.A, times: 6);
        await DueWork.RunAllAsync(bench.Services, bench.A);
        await bench.AskAsync(bench.B);
        var ids = (await bench.ItemsAsync(bench.A)).ConvertAll(item => item.Id);
        (WorkState State, int Days)[] ends =
        [
            (WorkState.Done, 31),
            (WorkState.Done, 29),
            (WorkState.Cancelled, 31),
            (WorkState.Dead, 31),
            (WorkState.Dead, 91),
            (WorkState.Waiting, 400),
        ];
        await bench.LookAsync(
            bench.A,
            async data =>
            {
                foreach (var (id, end) in ids.Zip(ends))
                {
                    var due = now.AddDays(1);
                    DateTimeOffset? ended = now.AddDays(-end.Days);
                    await data
                        .WorkItems.Where(item => item.Id == id)
                        .ExecuteUpdateAsync(set =>
                            set.SetProperty(item => item.State, end.State)
                                .SetProperty(item => item.EndedAt, ended)
                                .SetProperty(item => item.DueAt, due)
                        );
                }

                return true;
            }
        );

        await RunAsync(PruneWork.Name);

        var left = (await bench.ItemsAsync(bench.A)).Where(item => item.Kind == ScriptedWork.Name).Select(item => item.Id);
        Assert.Equal([ids[1], ids[3], ids[5]], left);
        Assert.Equal(
            [ids[1], ids[3], ids[5]],
            (await bench.RunsAsync(bench.A)).Select(run => run.ItemId).Where(ids.Contains).Distinct().Order()
        );
        Assert.Single(await bench.ItemsAsync(bench.B));
        var said = await bench.LookAsync(bench.A, data => data.AuditRecords.SingleAsync(record => record.Action == "work.pruned"));
        Assert.Equal(("Metiva", "3 finished jobs"), (said.PersonName, said.Summary));
    }

    private Task<List<Notification>> ToldAsync(CompanyId company) =>
        bench.LookAsync(
            company,
            data => data.Notifications.AsNoTracking().Where(row => row.Kind == NotificationKinds.AuditBroken.Name).ToListAsync()
        );

    private async Task<AuditCheck?> CheckAsync(CompanyId company)
    {
        using var finance = bench.As(Role.Finance, company);
        return (await finance.Get<AuditCheckQuery>().Run(default)).Value;
    }

    private async Task RunAsync(string kind)
    {
        await bench.AskAsync(bench.A, kind: kind);
        await DueWork.RunAllAsync(bench.Services, bench.A);
    }
}
