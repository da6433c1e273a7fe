using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;

namespace Metiva.Tests.Lifecycle.Moves;

/// <summary>Moves company A in a process of its own, which kills itself right after a named step: <c>move &lt;directory&gt; &lt;step&gt;</c>.</summary>
internal static class MoveChild
{
    /// <summary>The command of <see cref="RunOnServerAsync"/>.</summary>
    public const string OnServer = "move-on-server";

    /// <summary>Lays the ground: two servers, and rows to move.</summary>
    public static async Task FurnishAsync(string directory)
    {
        Directory.CreateDirectory(directory);
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory, onSqlServer: false);
        ManyInvoices.Fill(bench, bench.A, 200);
        ManyInvoices.Fill(bench, bench.B, 10);
    }

    /// <summary>Where the second server of an installation in this directory is.</summary>
    public static string PlaceOf(string directory) => directory + "-place";

    public static async Task RunAsync(string directory, string dieAfter)
    {
        await using var bench = await MoveBench.StartAsync(AfterAsync, directory);
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(PlaceOf(directory), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await bench.RegisterAsync(MoveBench.There, PlaceOf(directory));
        await MoveAsync(bench, MoveBench.There);

        Task AfterAsync(string step) => DieAfter(dieAfter, step);
    }

    /// <summary>The same on the server that tests may use: <c>move-on-server &lt;directory&gt; &lt;to&gt; &lt;step&gt;</c>.</summary>
    public static async Task RunOnServerAsync(string directory, string to, string dieAfter)
    {
        await using var bench = await MoveBench.StartAsync(AfterAsync, directory, onSqlServer: true);
        await MoveAsync(bench, to);

        Task AfterAsync(string step) => DieAfter(dieAfter, step);
    }

    private static async Task MoveAsync(TenancyBench bench, string to)
    {
        var asked = await bench.MoveAsync(bench.A, to);
        if (!asked.Ok)
        {
            throw new InvalidOperationException(asked.Error!.Message);
        }

        await bench.MovesEndAsync();
    }

    private static Task DieAfter(string dieAfter, string step)
    {
        if (step == dieAfter)
        {
            TestProgram.Die();
        }

        return Task.CompletedTask;
    }
}
