using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>Work that every company gets again and again, once each time.</summary>
public sealed class RecurringWorkTests : IAsyncLifetime
{
    private static readonly RecurringWork Hourly = new(ScriptedWork.Name, "0 0 * * * ?");

    private readonly ManualTime time = new(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await WorkBench.StartAsync(new Script());

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_company_gets_each_occurrence_once_whoever_asks()
    {
        var (one, another) = (Planner(), Planner());
        await one.CatchUpAsync(null, default);
        Assert.Equal([0, 0, 0], await CountsAsync());

        time.Advance(TimeSpan.FromMinutes(40));
        await Task.WhenAll(one.CatchUpAsync(null, default), another.CatchUpAsync(null, default));
        await one.CatchUpAsync(null, default);
        Assert.Equal([1, 1, 1], await CountsAsync());

        // Nobody was there for two of them: the last one is enough.
        time.Advance(TimeSpan.FromHours(2));
        await another.CatchUpAsync(null, default);
        Assert.Equal([2, 2, 2], await CountsAsync());
        var keys = (await bench.ItemsAsync(bench.A)).Select(item => item.Key);
        Assert.Equal(["test.work@20260302T100000Z", "test.work@20260302T120000Z"], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_suspended_company_gets_none_and_nobody_waits_for_it()
    {
        var planner = Planner();
        await planner.CatchUpAsync(null, default);
        using var agency = bench.As(Role.Owner, bench.Agency);
        await agency.Get<SuspendCompany>().Run(new(bench.B, "Rekening niet betaald"), default);
        time.Advance(TimeSpan.FromHours(1));
        await planner.CatchUpAsync(null, default);
        await agency.Get<ResumeCompany>().Run(new(bench.B, "Betaald"), default);
        await planner.CatchUpAsync(null, default);

        Assert.Equal([1, 1, 0], await CountsAsync());
    }

    [Fact]
    public async Task What_was_broken_off_is_finished_and_nobody_gets_it_twice()
    {
        var planner = Planner();
        await planner.CatchUpAsync(null, default);
        time.Advance(TimeSpan.FromHours(1));
        planner.AfterStep = _ => throw new InvalidOperationException("The process dies here.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => planner.CatchUpAsync(null, default));
        Assert.Equal(1, (await CountsAsync()).Sum());

        await Planner().CatchUpAsync(null, default);

        Assert.Equal([1, 1, 1], await CountsAsync());
    }

    [Fact]
    public async Task An_old_leader_that_wakes_up_asks_for_nothing_and_notes_nothing()
    {
        var old = Lease();
        await old.HoldAsync(default);
        var planner = Planner();
        await planner.CatchUpAsync(old, default);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(await Lease().HoldAsync(default));

        await planner.CatchUpAsync(old, default);

        Assert.Equal([0, 0, 0], await CountsAsync());
    }

    [Fact]
    public async Task A_leader_that_falls_asleep_half_way_notes_nothing_and_the_next_one_finishes()
    {
        var old = Lease();
        await old.HoldAsync(default);
        var planner = Planner();
        await planner.CatchUpAsync(old, default);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(await old.HoldAsync(default));
        var next = Lease();
        planner.AfterStep = async _ =>
        {
            if (!next.Leads)
            {
                time.Advance(TimeSpan.FromMinutes(1));
                Assert.True(await next.HoldAsync(default));
            }
        };
        await planner.CatchUpAsync(old, default);
        Assert.Equal(1, (await CountsAsync()).Sum());

        await Planner().CatchUpAsync(next, default);
        Assert.Equal([1, 1, 1], await CountsAsync());
    }

    [Theory]
    [InlineData("every night")]
    [InlineData("")]
    public void What_is_no_schedule_is_refused_when_it_is_declared(string cron) =>
        Assert.Throws<FormatException>(() => new RecurringWork("test.work", cron));

    [Fact]
    public void It_goes_by_the_clock_of_the_Netherlands()
    {
        var nightly = new RecurringWork("test.work", "0 10 3 * * ?");
        var summer = new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 1, 10, 0, TimeSpan.Zero), nightly.LastAt(summer));
    }

    private LeaderLease Lease() => new(bench.Services.GetRequiredService<ControlPlaneDatabase>(), "test", TimeSpan.FromSeconds(30), time);

    private RecurringPlanner Planner() =>
        new(
            [Hourly],
            bench.Services.GetRequiredService<ControlPlaneDatabase>(),
            bench.Services.GetRequiredService<Snapshots>(),
            bench.Services.GetRequiredService<Binder>(),
            bench.Services.GetRequiredService<IServiceScopeFactory>(),
            time,
            NullLogger<RecurringPlanner>.Instance
        );

    private async Task<List<int>> CountsAsync()
    {
        List<int> counts = [];
        foreach (var company in new[] { bench.Agency, bench.A, bench.B })
        {
            await using var connection = await bench.OpenBesideAsync(company);
            counts.Add(await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM WorkItems"));
        }

        return counts;
    }
}
