using Dapper;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>A process that does work by itself: told of it, finding it, on a schedule, and stopping.</summary>
public sealed class DispatcherTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly Script script = new() { Does = (work, run, _) => work.HaveEffectAsync(run, complete: true) };

    [Fact]
    public async Task What_is_asked_for_is_done()
    {
        await using var bench = await WorkBench.StartAsync(script, atOnce: 4);
        await bench.AskAsync(bench.A, times: 5);
        await bench.AskAsync(bench.B);
        await Eventually.TrueAsync(async () => (await bench.EffectsAsync(bench.A)).Count == 5, Soon);
        await Eventually.TrueAsync(async () => (await bench.ItemsAsync(bench.B)).Single().State == WorkState.Done, Soon);
    }

    [Fact]
    public async Task What_nobody_told_of_is_found_by_looking_at_every_company()
    {
        await using var bench = await WorkBench.StartAsync(script, atOnce: 4);
        await using (var connection = await bench.OpenBesideAsync(bench.B))
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO WorkItems (Id, Kind, Payload, CreatedAt, DueAt, State, Attempts, Failures, CancelAsked)
                VALUES ('0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a', 'test.work', '{}', 1, 1, 'Waiting', 0, 0, 0)
                """
            );
        }

        await Eventually.TrueAsync(async () => (await bench.EffectsAsync(bench.B)).Count == 1, Soon);
    }

    [Fact]
    public async Task A_schedule_puts_work_into_every_company_and_it_is_done_once_each_time()
    {
        await using var bench = await WorkBench.StartAsync(
            script,
            atOnce: 4,
            more: services => services.AddSingleton(new RecurringWork(ScriptedWork.Name, "* * * * * ?"))
        );
        foreach (var company in new[] { bench.Agency, bench.A, bench.B })
        {
            await Eventually.TrueAsync(
                async () => (await bench.ItemsAsync(company)).Count(item => item.State == WorkState.Done) >= 2,
                Soon
            );
        }

        var effects = await bench.EffectsAsync(bench.A);
        Assert.Equal(effects.Count, effects.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_host_that_stops_puts_its_work_back_for_another()
    {
        var directory = Directory.CreateTempSubdirectory("metiva-stop-").FullName;
        var began = new TaskCompletionSource();
        var waits = new Script
        {
            Does = async (_, _, token) =>
            {
                began.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        try
        {
            await using (var stopped = await WorkBench.StartAsync(waits, directory, atOnce: 1))
            {
                await stopped.AskAsync(stopped.A);
                await began.Task.WaitAsync(Soon);
            }

            await using var next = await WorkBench.StartAsync(script, directory, atOnce: 1);
            await Eventually.TrueAsync(async () => (await next.ItemsAsync(next.A)).Single().State == WorkState.Done, Soon);
            Assert.Equal([WorkOutcome.Postponed, WorkOutcome.Done], (await next.RunsAsync(next.A)).Select(run => run.Outcome));
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Only_one_process_keeps_the_schedule_where_the_engine_shares_none()
    {
        await using var one = await WorkBench.StartAsync(script, atOnce: 1, onSqlServer: false);
        await Eventually.TrueAsync(() => WorkChild.ScheduleOf(one).IsRunning, Soon);
        await using var other = await WorkBench.StartAsync(script, one.DataDirectory, atOnce: 1, onSqlServer: false);
        Assert.False(WorkChild.ScheduleOf(other).IsRunning);
        var leases = await one
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync((context, token) => context.Leases.ToListAsync(token), CancellationToken.None);
        Assert.Equal((ScheduleService.LeaseName, 1), leases.Select(lease => (lease.Name, lease.Fence)).Single());
    }
}
