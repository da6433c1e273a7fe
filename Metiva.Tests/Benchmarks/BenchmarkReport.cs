using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Metiva.Tests.Support;

namespace Metiva.Tests.Benchmarks;

/// <summary>A line of the report: what, against what, what came out, and the limit that it has to keep.</summary>
internal sealed record BenchmarkLine(string What, string Against, string Limit, Spread Result, string Format, bool Kept, string Details);

/// <summary>
/// Writes docs/benchmarks.md: <c>dotnet run -c Release --project Metiva.Tests -- benchmarks</c>. With a name behind it, such as
/// <c>neighbour</c>, it only measures that one and shows what came out.
/// </summary>
internal static class BenchmarkReport
{
    private static readonly (string Name, Func<Task<IEnumerable<BenchmarkLine>>> RunAsync)[] All =
    [
        ("lookup", async () => await LookupBenchmark.RunAsync()),
        ("open", async () => await OpenBenchmark.RunAsync()),
        ("neighbour", async () => [await NeighbourBenchmark.RunAsync()]),
        ("invoice-page", async () => [await InvoicePageBenchmark.RunAsync()]),
        ("catalog-size", () => Task.FromResult<IEnumerable<BenchmarkLine>>(CatalogSizeBenchmark.Run())),
        ("provision", async () => [await ProvisionBenchmark.RunAsync()]),
        ("files", () => Task.FromResult(FileBenchmark.Run())),
        ("move", async () => await MoveBenchmark.RunAsync()),
        ("audit", async () => await AuditBenchmark.RunAsync()),
        ("search", async () => [await SearchBenchmark.RunAsync()]),
    ];

    /// <summary>Measures everything and writes the report, or one alone. False when a limit was not kept.</summary>
    public static async Task<bool> WriteAsync(string? only = null)
    {
        if (typeof(BenchmarkReport).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            Console.Error.WriteLine(
                "This is a debug build, which says nothing about speed. Use: dotnet run -c Release --project Metiva.Tests -- benchmarks"
            );
            return false;
        }

        var chosen = All.Where(benchmark => only is null || benchmark.Name == only).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"There is no benchmark '{only}'. There are: {string.Join(", ", All.Select(one => one.Name))}.");
            return false;
        }

        var lines = new List<BenchmarkLine>();
        foreach (var benchmark in chosen)
        {
            lines.AddRange(await benchmark.RunAsync());
        }

        var text = Text(lines);
        Console.WriteLine(text);
        if (only is null)
        {
            await File.WriteAllTextAsync(Repository.File("docs/benchmarks.md"), text);
        }

        return lines.TrueForAll(line => line.Kept);
    }

    internal static string Text(IReadOnlyCollection<BenchmarkLine> lines)
    {
        var text = new StringBuilder(
            $"""
            # Benchmarks

            Written by `dotnet run -c Release --project Metiva.Tests -- benchmarks`; do not edit. Each figure is the median of {Measure.Runs} runs,
            with the lowest and the highest run beside it. The two sides of a ratio take turns within one run, on the same connection pool
            with the same settings, so a ratio says something where a time on a busy machine does not.

            - Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}
            - Machine: {Environment.ProcessorCount} cores, {Memory()} GB of memory, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}
            - {RuntimeInformation.FrameworkDescription}, {(
                System.Runtime.GCSettings.IsServerGC ? "server" : "workstation"
            )} garbage collector

            | What | Against | At most | Measured | Runs | |
            |---|---|---|---|---|---|

            """
        );
        foreach (var line in lines)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {line.What} | {line.Against} | {line.Limit} | **{Number(line.Result.Median, line)}** | {Number(line.Result.Lowest, line)} to {Number(line.Result.Highest, line)} | {(line.Kept ? "kept" : "**missed**")} |"
            );
        }

        text.AppendLine().AppendLine("## What was measured").AppendLine();
        foreach (var line in lines.Where(line => line.Details.Length > 0))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- **{line.What}**: {line.Details}");
        }

        return text.ToString();
    }

    internal static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double value, BenchmarkLine line) => value.ToString(line.Format, CultureInfo.InvariantCulture);

    private static string Memory() =>
        (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30)).ToString("0", CultureInfo.InvariantCulture);
}
