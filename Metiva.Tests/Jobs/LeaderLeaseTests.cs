using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs.Schedule;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>One process leads, and one that no longer does writes nothing.</summary>
public sealed class LeaderLeaseTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly ManualTime time = new();
    private readonly string name = $"test {Guid.NewGuid()}";

    [Fact]
    public async Task One_leads_and_keeps_leading()
    {
        var (first, second) = (Lease(), Lease());
        Assert.True(await first.HoldAsync(CancellationToken.None));
        Assert.False(await second.HoldAsync(CancellationToken.None));
        time.Advance(Length * 0.9);
        Assert.True(await first.HoldAsync(CancellationToken.None));
        time.Advance(Length * 0.9);
        Assert.False(await second.HoldAsync(CancellationToken.None));
        Assert.Equal((1, null), (first.Fence, second.Fence));
    }

    [Fact]
    public async Task A_leader_that_slept_through_its_lease_wakes_up_and_writes_nothing()
    {
        var (old, next) = (Lease(), Lease());
        await old.HoldAsync(CancellationToken.None);
        time.Advance(Length);
        Assert.False(old.Leads);
        Assert.True(await next.HoldAsync(CancellationToken.None));
        Assert.Equal(2, next.Fence);

        Assert.IsType<LedByAnother>((await old.ActAsync(WriteAsync("old"), CancellationToken.None)).Error);
        Assert.True((await next.ActAsync(WriteAsync("new"), CancellationToken.None)).Ok);
        Assert.False(await old.HoldAsync(CancellationToken.None));

        Assert.Equal([$"{name[..40]}new"], await bench.ReadKindsAsync(name[..40]));
    }

    [Fact]
    public async Task One_that_lets_go_is_followed_at_once()
    {
        var (first, second) = (Lease(), Lease());
        await first.HoldAsync(CancellationToken.None);
        await first.LetGoAsync();
        Assert.True(await second.HoldAsync(CancellationToken.None));
        Assert.False(first.Leads);
    }

    private LeaderLease Lease() => new(bench.Services.GetRequiredService<ControlPlaneDatabase>(), name, Length, time);

    private Func<ControlPlaneContext, CancellationToken, Task<Result<bool>>> WriteAsync(string who) =>
        (context, _) =>
        {
            context.RecurringWork.Add(new RecurringWorkRow { Kind = name[..40] + who, LastAt = time.GetUtcNow() });
            return Task.FromResult<Result<bool>>(true);
        };
}

internal static class RecurringRows
{
    public static Task<List<string>> ReadKindsAsync(this TenancyBench bench, string beginning) =>
        bench
            .Services.GetRequiredService<ControlPlaneDatabase>()
            .ReadAsync(
                (context, token) =>
                    context.RecurringWork.Where(row => row.Kind.StartsWith(beginning)).Select(row => row.Kind).ToListAsync(token),
                CancellationToken.None
            );
}
