using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Metiva.Tests.Load;

/// <summary>A limit, what came out, and whether it was kept; null when the run was too short to tell.</summary>
internal sealed record LoadLimit(string What, string Limit, string Measured, bool? Kept);

/// <summary>What the load must keep.</summary>
internal static class LoadLimits
{
    /// <summary>From then on the memory must not grow: by then everything was used once.</summary>
    public const double SettledAfterMinutes = 2;

    private const double MostGrowth = 1;

    public static IReadOnlyList<LoadLimit> Of(LoadResult result)
    {
        var errors = result.Findings.Errors.Values.Sum();
        var slope = result.Memory.SlopeAfter(SettledAfterMinutes);
        return
        [
            new("Errors", "0", Text($"{errors}"), errors == 0),
            new(
                "Circuits alive at the end",
                Text($"{result.Options.Circuits}"),
                Text($"{result.CircuitsAlive}"),
                result.CircuitsAlive == result.Options.Circuits
            ),
            new(
                "Working set, growth after minute 2",
                "below 1 MB a minute",
                slope is { } growth ? Text($"{growth:0.00} MB a minute") : "too short a run",
                slope is null ? null : slope < MostGrowth
            ),
            new(
                "Working set, most",
                Text($"{result.Options.Memory} MB"),
                Text($"{result.Memory.Most:0} MB"),
                result.Memory.Most <= result.Options.Memory
            ),
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Writes docs/load.md.</summary>
internal static class LoadReport
{
    public static string Text(LoadResult result, IReadOnlyList<LoadLimit> limits)
    {
        var options = result.Options;
        var text = new StringBuilder();
        Line(text, $"# Load");
        Line(text, $"");
        Line(
            text,
            $"Written by `dotnet run -c Release --project Metiva.Tests -- load`; do not edit. {options.Circuits} pages are open, each with its circuit,"
        );
        Line(
            text,
            $"and each is clicked every {options.Every} seconds: sort the invoices, another page, open one, back, filter, take the filter away. Beside them"
        );
        Line(
            text,
            $"come {options.Requests} plain requests a second: lists and records (40 %), home (10 %), scripts and styles (40 %), health (10 %). All of it for"
        );
        Line(
            text,
            $"{options.Time.TotalMinutes:0.##} minutes, from {result.Visitors} sessions of demo people in {result.Roles} roles at {result.Companies} companies, signed in through the development issuer,"
        );
        Line(
            text,
            $"with the limits on requests and circuits as they are set by default. Before that the load grows evenly for {options.Ramp.TotalSeconds:0} seconds; what goes"
        );
        Line(text, $"wrong then is counted too, how long it took is not.");
        Line(text, $"");
        Line(text, $"- Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}");
        Line(
            text,
            $"- Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}"
        );
        Line(
            text,
            $"- The host's processors: {result.HeldToProcessors}. On average the host used {result.HostProcessors:0.00} of them, the client {result.ClientProcessors:0.00}."
        );
        Line(text, $"- The host's memory: {options.Memory} MB by {result.HeldToMemory}. Engine: SQLite, files on the machine's disk.");
        Line(text, $"");
        Line(text, $"| Limit | At most | Measured | |");
        Line(text, $"|---|---|---|---|");
        foreach (var limit in limits)
        {
            Line(text, $"| {limit.What} | {limit.Limit} | **{limit.Measured}** | {Verdict(limit.Kept)} |");
        }

        Line(text, $"");
        Line(text, $"## How long it took");
        Line(text, $"");
        Line(
            text,
            $"In milliseconds, from when the click or the request was meant to happen, so one that queued behind a slow one has waited as well. A"
        );
        Line(
            text,
            $"click ends when the page shows its result: the right rows in the right order, all of them the person's own company's."
        );
        Line(text, $"");
        Line(text, $"| What | Times | p50 | p95 | p99 | Most |");
        Line(text, $"|---|---|---|---|---|---|");
        foreach (
            var waits in new[] { "click:", "request:", "start" }.SelectMany(result.Findings.Of).Where(waits => waits.What != "start all")
        )
        {
            Line(text, $"| {waits.What} | {waits.Count} | {waits.P50:0.0} | {waits.P95:0.0} | {waits.P99:0.0} | {waits.Most:0} |");
        }

        var clicks = result.Findings.Of("click:").LastOrDefault()?.Count ?? 0;
        var requests = result.Findings.Of("request:").LastOrDefault()?.Count ?? 0;
        Line(text, $"");
        Line(
            text,
            $"{clicks / result.Took.TotalSeconds:0.0} clicks and {requests / result.Took.TotalSeconds:0.0} requests a second; {result.Batches} render batches, each read and confirmed."
        );
        Line(text, $"");
        Line(text, $"## Working set");
        Line(text, $"");
        Line(text, $"Read every second. In MB, from when the load was whole, every half minute and at the end:");
        Line(text, $"");
        Line(
            text,
            $"{string.Join(", ", result.Memory.Every(minutes: 0.5).Select(megabytes => megabytes.ToString("0", CultureInfo.InvariantCulture)))}."
        );
        Problems(text, result);
        return text.ToString();
    }

    private static void Problems(StringBuilder text, LoadResult result)
    {
        if (result.Findings.Errors.Count > 0)
        {
            Line(text, $"");
            Line(text, $"## Errors");
            Line(text, $"");
            foreach (var (kind, count) in result.Findings.Errors.OrderByDescending(pair => pair.Value))
            {
                Line(text, $"- {count} × {kind}");
            }

            foreach (var example in result.Findings.Examples)
            {
                Line(text, $"  - {example}");
            }
        }

        if (result.Complaints.Count > 0)
        {
            Line(text, $"");
            Line(text, $"## Warnings that the host logged: {result.Complaints.Count}");
            Line(text, $"");
            foreach (var complaint in result.Complaints.Take(10))
            {
                Line(text, $"- `{complaint}`");
            }
        }
    }

    private static string Verdict(bool? kept) =>
        kept switch
        {
            true => "kept",
            false => "**missed**",
            null => "not judged",
        };

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
