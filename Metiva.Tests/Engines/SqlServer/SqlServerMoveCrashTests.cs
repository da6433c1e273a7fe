using Metiva.Domain.Companies;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>A move on a server, killed after every step of it, and what another node makes of the rest.</summary>
public sealed class SqlServerMoveCrashTests : IAsyncLifetime
{
    private static readonly string[] Steps =
    [
        "announced",
        "Held",
        "Prepared",
        "Copied",
        "Verified",
        "Switched",
        "Frozen",
        "dropped",
        "audited",
        "ended",
    ];

    private readonly string directory = Directory.CreateTempSubdirectory("metiva-move-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await SqlServerInstallation.DropAsync(directory);
        Directory.Delete(directory, recursive: true);
    }

    [SqlServerFact]
    public async Task Killed_after_any_step_another_node_ends_it_as_if_it_had_not_been()
    {
        await using var bench = await MoveBench.StartAsync(_ => Task.CompletedTask, directory, onSqlServer: true, works: false);
        await SqlServerMoveTests.RegisterAsync(bench);
        await SqlServerMoveTests.FillAsync(bench, bench.A);
        var (expected, other) = (await bench.ContentAsync(bench.A), await bench.ContentAsync(bench.B));

        // There and back again, so each step finds what the one before it left.
        foreach (var step in Steps)
        {
            var (from, to) = bench.EntryOf(bench.A).Server == "bench" ? ("bench", MoveBench.There) : (MoveBench.There, "bench");
            Assert.False(await TestProgram.LivesAsync(MoveChild.OnServer, directory, to, step));
            await bench.FinishMovesAsync();

            Assert.Equal((step, CompanyState.Active, to), (step, bench.EntryOf(bench.A).State, bench.EntryOf(bench.A).Server));
            var content = await bench.ContentAsync(bench.A);
            Assert.StartsWith(expected, content, StringComparison.Ordinal);
            var said = content[expected.Length..].Trim().Split('\n');
            Assert.Equal((step, 2), (step, said.Length));
            Assert.EndsWith($"Move to server '{to}' asked for by the agency, region local: Meer ruimte", said[0], StringComparison.Ordinal);
            Assert.Contains($"Moved from server '{from}' to '{to}'", said[1], StringComparison.Ordinal);
            expected = content;

            // The control plane, the agency, A and B: nothing half made or left behind.
            Assert.Equal(4, (await SqlServerInstallation.In(directory).NamesAsync("databases")).Count);
        }

        Assert.Equal(other, await bench.ContentAsync(bench.B));
    }
}
