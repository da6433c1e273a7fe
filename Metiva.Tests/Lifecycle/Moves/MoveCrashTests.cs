using Metiva.Tests.Memberships;
using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Lifecycle.Moves;

/// <summary>A move, killed after every step of it, and what the next start makes of the rest.</summary>
public sealed class MoveCrashTests : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("metiva-move-").FullName;

    private string Template => Path.Combine(root, "template");

    public Task InitializeAsync() => MoveChild.FurnishAsync(Template);

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Killed_after_any_step_it_ends_as_if_it_had_not_been()
    {
        var whole = Copy("whole");
        Assert.True(await MembershipChild.LivesAsync(["move", whole, MembershipChild.Never]));
        var expected = await AfterwardsAsync(whole);
        Assert.Contains("tweede", expected, StringComparison.Ordinal);
        string[] steps = ["announced", "Held", "Prepared", "Copied", "Verified", "Switched", "Frozen", "dropped", "audited", "ended"];
        foreach (var step in steps)
        {
            var killed = Copy(step);
            Assert.False(await MembershipChild.LivesAsync(["move", killed, step]));
            Assert.Equal((step, expected), (step, await AfterwardsAsync(killed)));
        }
    }

    private static async Task<string> AfterwardsAsync(string directory)
    {
        await using var bench = await MoveBench.StartAsync(_ => Task.CompletedTask, directory);
        await bench.MovesEndAsync();
        var companies = await bench.ReadAsync(context =>
            context.Companies.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.State} {row.Server} {row.Plan}").ToListAsync()
        );
        var files = new[] { directory, MoveChild.PlaceOf(directory) }.Select(place =>
            $"{Directory.GetFiles(place, "company.db", SearchOption.AllDirectories).Length} files"
        );
        string[] all =
        [
            .. companies,
            .. await bench.ControlAuditAsync(),
            await bench.ContentAsync(bench.A),
            await bench.ContentAsync(bench.B),
            .. files,
        ];
        TemporaryFiles.ReleasePools(MoveChild.PlaceOf(directory));
        return string.Join('\n', all);
    }

    private string Copy(string name)
    {
        var copy = Path.Combine(root, name);
        foreach (var file in Directory.GetFiles(Template, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
