using Metiva.Domain.Plans;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Usage;

/// <summary>A node that is killed loses at most what it counted since it last wrote, and counts nothing twice.</summary>
public sealed class UsageCrashTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("metiva-usage-crash-").FullName;

    public async Task InitializeAsync()
    {
        await using var bench = await UsageBench.StartAsync(directory);
        bench.Meter().Count(bench.A, UsageResource.Events, 5);
        await bench.Flush().RunAsync(default);
    }

    public async Task DisposeAsync()
    {
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("written", false, 5)]
    [InlineData("committed", false, 5 + UsageChild.Counted)]
    [InlineData("never", true, 5 + UsageChild.Counted)]
    public async Task Killed_at_any_step_all_of_a_batch_is_there_or_nothing(string step, bool lives, long expected)
    {
        Assert.Equal(lives, await MembershipChild.LivesAsync([UsageChild.Command, directory, step]));
        await using var bench = await UsageBench.StartAsync(directory);
        await bench.Flush().RunAsync(default);
        var month = UsageMonth.Of(TimeProvider.System.GetUtcNow());
        Assert.Equal([$"A {month} Events {expected}"], await bench.WrittenAsync());
        Assert.Equal(expected, bench.Use(bench.A, UsageResource.Events).Used);
    }
}
