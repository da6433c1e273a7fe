using System.Collections.Concurrent;
using System.Diagnostics;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Many people issue at once, in a process that can be killed in the middle.</summary>
internal static class IssueStorm
{
    public const string Command = "issue-storm";
    private const string Begun = "issuing";

    /// <summary>The child's work: issues everything that waits at company A, by so many people at once.</summary>
    public static async Task RunAsync(string directory, int people)
    {
        await using var bench = await TenancyBench.StartAsync(dataDirectory: directory);
        using var first = bench.As(Role.Finance, bench.A);
        var queue = (await first.Get<ReviewQueueQuery>().Run(CancellationToken.None)).Value;
        var waiting = new ConcurrentQueue<ReviewQueueRow>(queue.Rows);
        await Console.Out.WriteLineAsync(Begun);
        await Task.WhenAll(Enumerable.Range(0, people).Select(_ => Task.Run(() => IssueAsync(bench, waiting))));
    }

    /// <summary>Starts a child and kills it after a while, unless it is done before. Returns whether it was killed.</summary>
    public static async Task<bool> RunAndKillAsync(string directory, TimeSpan after)
    {
        using var child = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(IssueStorm).Assembly.Location, Command, directory, "50"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var begun = await child.StandardOutput.ReadLineAsync();
        if (begun != Begun)
        {
            throw new InvalidOperationException($"The child did not begin: {begun}");
        }

        using var patience = new CancellationTokenSource(after);
        try
        {
            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // SIGKILL: no handler runs, nothing is flushed.
            child.Kill();
            await child.WaitForExitAsync();
        }

        return child.ExitCode != 0;
    }

    private static async Task IssueAsync(TenancyBench bench, ConcurrentQueue<ReviewQueueRow> waiting)
    {
        using var scope = bench.As(Role.Finance, bench.A);
        while (waiting.TryDequeue(out var invoice))
        {
            var result = await scope.Get<IssueInvoice>().Run(new(invoice.Id, invoice.Version), CancellationToken.None);
            if (!result.Ok)
            {
                throw new InvalidOperationException(result.Error!.Message);
            }
        }
    }
}
