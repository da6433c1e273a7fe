using Metiva.Tenancy.Jobs;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
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

    private async Task RunAsync(string kind)
    {
        await bench.AskAsync(bench.A, kind: kind);
        await DueWork.RunAllAsync(bench.Services, bench.A);
    }
}
