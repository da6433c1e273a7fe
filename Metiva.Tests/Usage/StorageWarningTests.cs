using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Files.Uploads;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Usage;

/// <summary>From files that come and go to what is metered and warned of.</summary>
public sealed class StorageWarningTests : IAsyncLifetime
{
    private static readonly long Quota = PlanQuotas.Of(Plan.Standard).StorageBytes;
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await UsageBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Uploads_over_a_threshold_warn_once_and_the_number_falls_with_the_purge()
    {
        var large = await UploadAsync(1);
        await GrowAsync(large, (Quota * 80 / 100) - 10);
        await UploadAsync(9);
        Assert.Empty(await ThresholdsAsync());
        await UploadAsync(1);
        await UploadAsync(1);
        Assert.Equal([80], await ThresholdsAsync());
        await GrowAsync(large, Quota - 20);
        await UploadAsync(9);
        Assert.Equal([80, 100], await ThresholdsAsync());
        Assert.Equal(Quota, Used);
        Assert.Equal(2, await bench.Services.GetRequiredService<UsageWarnings>().TellAsync(default));
        Assert.Equal([UsageResource.StorageBytes], Banner());

        // In the bin it counts; what is purged does not, and nobody has to look at files first.
        using (var owner = bench.As(Role.Owner, bench.A))
        {
            Assert.True((await owner.Get<RemoveFile>().Run(new(large, 1), default)).Ok);
        }

        await SweepAsync(TimeSpan.Zero);
        Assert.Equal(Quota, Used);
        await SweepAsync(StoredFile.InBin + TimeSpan.FromDays(1));
        Assert.Equal(20, Used);
        Assert.Empty(Banner());
        await bench.Flush().RunAsync(default);
        Assert.Contains("A now StorageBytes 20", await bench.WrittenAsync());
    }

    [Fact]
    public async Task An_upload_that_is_given_up_gives_its_room_back()
    {
        using var owner = bench.As(Role.Owner, bench.A);
        var begun = (await owner.Get<StartUpload>().Run(new("a.bin", null, 1_000, 1, InPortal: false), default)).Value;
        await UploadAsync(5);
        Assert.Equal(1_005, Used);
        Assert.True((await owner.Get<CancelUpload>().Run(new(begun.Id, InPortal: false), default)).Ok);
        Assert.Equal(5, Used);
    }

    [Fact]
    public async Task A_smaller_plan_warns_at_once_of_what_it_does_not_hold()
    {
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Plan = Plan.Plus);
        bench.Meter().Count(bench.A, UsageResource.ApiCalls, PlanQuotas.Of(Plan.Standard).ApiCallsPerMonth);
        await GrowAsync(await UploadAsync(1), Quota * 90 / 100);
        await UploadAsync(1);
        Assert.Empty(await ThresholdsAsync());

        using var agency = bench.As(Role.Owner, bench.Agency);
        Assert.True((await agency.Get<ChangePlan>().Run(new(bench.A, Plan.Plus, Plan.Standard), default)).Ok);
        Assert.Equal(
            [(UsageResource.StorageBytes, 80), (UsageResource.ApiCalls, 80), (UsageResource.ApiCalls, 100)],
            (await bench.WarningsAsync()).Select(row => (row.Resource, row.Threshold)).Order()
        );
        Assert.All(await bench.WarningsAsync(), row => Assert.Equal(bench.A, row.CompanyId));
    }

    private long Used => bench.Use(bench.A, UsageResource.StorageBytes).Used;

    private IEnumerable<UsageResource> Banner()
    {
        using var owner = bench.As(Role.Owner, bench.A);
        return owner.Get<CompanyUsage>().Warnings().Select(use => use.Resource);
    }

    private async Task<IEnumerable<int>> ThresholdsAsync()
    {
        await bench.Flush().RunAsync(default);
        return (await bench.WarningsAsync()).Select(row => row.Threshold);
    }

    private async Task<Guid> UploadAsync(int bytes)
    {
        using var owner = bench.As(Role.Owner, bench.A);
        var command = new UploadFile.Command("a.bin", null, new MemoryStream(new byte[bytes]), bytes, InPortal: false);
        return (await owner.Get<UploadFile>().Run(command, default)).Value;
    }

    // Nobody waits for gigabytes: the row says them.
    private async Task GrowAsync(Guid file, long size)
    {
        await using var beside = await bench.OpenBesideAsync(bench.A);
        await beside.ExecuteAsync("UPDATE StoredFiles SET Size = @size WHERE Id = @file", new { size, file });
    }

    private async Task SweepAsync(TimeSpan later)
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow() + later);
        var sweeper = ActivatorUtilities.CreateInstance<FileSweeper>(bench.Services, time);
        await sweeper.SweepAsync(bench.Services.GetRequiredService<Snapshots>().Catalog.Find(bench.A)!, default);
    }
}
