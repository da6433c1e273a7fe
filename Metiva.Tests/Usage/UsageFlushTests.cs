using System.Data.Common;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Plans.UsageResource;

namespace Metiva.Tests.Usage;

public sealed class UsageFlushTests : IAsyncLifetime
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 10, 31, 22, 30, 0, TimeSpan.Zero));
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-usage-").FullName;
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await UsageBench.StartAsync(directory, time);

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Counting_writes_nothing_and_one_flush_writes_for_all_companies()
    {
        for (var call = 0; call < 1_000; call++)
        {
            bench.Meter().Count(bench.A, ApiCalls);
        }

        bench.Meter().Count(bench.B, Events, 7);
        Assert.Empty(await bench.WrittenAsync());
        Assert.Equal(1_000, bench.Use(bench.A, ApiCalls).Used);

        await bench.Flush().RunAsync(default);
        Assert.Equal(["A 2026-10 ApiCalls 1000", "B 2026-10 Events 7"], await bench.WrittenAsync());
        Assert.Equal(1_000, bench.Use(bench.A, ApiCalls).Used);
        Assert.Equal(0, bench.Use(bench.B, ApiCalls).Used);

        bench.Meter().Count(bench.A, ApiCalls, 5);
        Assert.Equal(1_005, bench.Use(bench.A, ApiCalls).Used);
        await bench.Flush().RunAsync(default);
        await bench.Flush().RunAsync(default);
        Assert.Equal(["A 2026-10 ApiCalls 1005", "B 2026-10 Events 7"], await bench.WrittenAsync());
    }

    [Fact]
    public async Task A_batch_whose_outcome_nobody_heard_is_counted_once()
    {
        bench.Meter().Count(bench.A, Events, 10);
        var batch = bench.Meter().Buffer.Take()!;
        await bench.Flush().WriteAsync(batch, default);
        await bench.Flush().WriteAsync(batch, default);
        // Until somebody says that it is done, what is taken is the same batch.
        Assert.Same(batch, bench.Meter().Buffer.Take());
        await bench.Flush().RunAsync(default);

        Assert.Equal(["A 2026-10 Events 10"], await bench.WrittenAsync());
        Assert.Equal(10, bench.Use(bench.A, Events).Used);
    }

    [Fact]
    public async Task Two_nodes_add_up_and_each_learns_of_the_other()
    {
        await using var other = await UsageBench.StartAsync(directory, time);
        await Task.WhenAll(CountAsync(bench), CountAsync(other));
        Assert.Equal(["A 2026-10 ApiCalls 200", "B 2026-10 ApiCalls 400"], await bench.WrittenAsync());
        foreach (var node in new[] { bench, other })
        {
            await node.Flush().RunAsync(default);
            Assert.Equal(200, node.Use(node.A, ApiCalls).Used);
        }

        async Task CountAsync(TenancyBench node)
        {
            for (var turn = 0; turn < 10; turn++)
            {
                node.Meter().Count(node.A, ApiCalls, 10);
                node.Meter().Count(node.B, ApiCalls, 20);
                await node.Flush().RunAsync(default);
            }
        }
    }

    [Fact]
    public async Task A_month_begins_with_the_Dutch_one_and_the_quota_with_it()
    {
        bench.Meter().Count(bench.A, ApiCalls, 100_000);
        Assert.True(bench.Meter().IsOver(bench.A, ApiCalls));
        Assert.False(bench.Meter().IsOver(bench.B, ApiCalls));
        await bench.Flush().RunAsync(default);
        Assert.True(bench.Meter().IsOver(bench.A, ApiCalls));

        // Winter time by now: eleven in the evening in UTC is midnight.
        time.Advance(TimeSpan.FromMinutes(29));
        Assert.True(bench.Meter().IsOver(bench.A, ApiCalls));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(bench.Meter().IsOver(bench.A, ApiCalls));
        bench.Meter().Count(bench.A, ApiCalls, 3);
        await bench.Flush().RunAsync(default);
        Assert.Equal(["A 2026-10 ApiCalls 100000", "A 2026-11 ApiCalls 3"], await bench.WrittenAsync());
    }

    [Fact]
    public async Task A_node_that_starts_knows_what_was_used_before()
    {
        bench.Meter().Count(bench.A, ApiCalls, 100_000);
        await bench.Flush().RunAsync(default);
        await using var other = await UsageBench.StartAsync(directory, time);
        await Eventually.TrueAsync(() => other.Meter().IsOver(other.A, ApiCalls), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_was_counted_is_written_down_when_the_host_stops()
    {
        var other = await UsageBench.StartAsync(directory, time);
        await using (other)
        {
            await Eventually.TrueAsync(() => other.Services.GetRequiredService<Snapshots>().Catalog.Count > 0, TimeSpan.FromSeconds(20));
            other.Meter().Count(other.A, Events, 4);
        }

        Assert.Equal(["A 2026-10 Events 4"], await bench.WrittenAsync());
    }

    [Fact]
    public async Task The_bytes_that_were_said_last_count_on_every_node()
    {
        bench.Meter().SetStorage(bench.A, 500);
        time.Advance(TimeSpan.FromSeconds(1));
        await using var other = await UsageBench.StartAsync(directory, time);
        other.Meter().SetStorage(other.A, 9_000_000_000);
        await other.Flush().RunAsync(default);
        // Said before, written after.
        await bench.Flush().RunAsync(default);

        Assert.Equal(["A 2026-10 StorageBytes 9000000000", "A now StorageBytes 9000000000"], await bench.WrittenAsync());
        Assert.Equal(90, bench.Use(bench.A, StorageBytes).Percent);
        Assert.Equal(80, Assert.Single(await bench.WarningsAsync()).Threshold);
    }

    [Fact]
    public async Task A_control_plane_that_is_away_loses_nothing()
    {
        await using var other = await UsageBench.StartAsync(directory, time, AwayEngine.Wrap);
        var engine = (AwayEngine)other.Services.GetRequiredService<IDatabaseEngine>();
        other.Meter().Count(other.A, Events, 1);
        engine.Away = true;
        await Assert.ThrowsAsync<BindingRefusedException>(() => other.Flush().RunAsync(default));
        other.Meter().Count(other.A, Events, 2);
        await Assert.ThrowsAsync<BindingRefusedException>(() => other.Flush().RunAsync(default));
        Assert.Equal(3, other.Use(other.A, Events).Used);

        engine.Away = false;
        await other.Flush().RunAsync(default);
        await other.Flush().RunAsync(default);
        Assert.Equal(["A 2026-10 Events 3"], await bench.WrittenAsync());
        Assert.Equal(3, other.Use(other.A, Events).Used);
    }

    [Fact]
    public void What_is_kept_for_a_registry_that_is_away_is_bounded_and_what_is_lost_is_said()
    {
        var buffer = new UsageBuffer(capacity: 2);
        var month = new UsageMonth(202610);
        foreach (var company in new[] { bench.A, bench.B, bench.Agency, bench.A })
        {
            buffer.Add(new UsageKey(company, month, Events), 5);
        }

        Assert.Equal(10, buffer.Pending(new UsageKey(bench.A, month, Events)));
        Assert.Equal(0, buffer.Pending(new UsageKey(bench.Agency, month, Events)));
        Assert.Equal(5, buffer.TakeDropped());
        Assert.Equal(0, buffer.TakeDropped());
    }

    [Fact]
    public void Only_what_is_counted_can_be_counted_and_never_back()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Meter().Count(bench.A, Members));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Meter().Count(bench.A, StorageBytes, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Meter().Count(bench.A, ApiCalls, -1));
        Assert.True(bench.Meter().IsOver(new(Guid.NewGuid()), ApiCalls));
    }

    /// <summary>The installation's engine, whose control plane can be away.</summary>
    private sealed class AwayEngine(IDatabaseEngine inner) : EngineDecorator(inner)
    {
        public bool Away { get; set; }

        public static void Wrap(IServiceCollection services)
        {
            var own = services.Last(service => service.ServiceType == typeof(IDatabaseEngine)).ImplementationType!;
            services.AddSingleton<IDatabaseEngine>(provider => new AwayEngine(
                (IDatabaseEngine)ActivatorUtilities.CreateInstance(provider, own)
            ));
        }

        public override Task<DbConnection> OpenControlPlaneAsync(bool fresh, CancellationToken cancellationToken) =>
            Away
                ? throw new BindingRefusedException(BindingOutcome.DatabaseUnavailable)
                : base.OpenControlPlaneAsync(fresh, cancellationToken);
    }
}
