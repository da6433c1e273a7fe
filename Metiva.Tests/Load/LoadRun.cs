using System.Diagnostics;

namespace Metiva.Tests.Load;

/// <summary>What came out of a run.</summary>
internal sealed record LoadResult(
    LoadOptions Options,
    Findings Findings,
    MemoryWatch Memory,
    int CircuitsAlive,
    int Requests,
    long Batches,
    int Visitors,
    int Roles,
    int Companies,
    TimeSpan Took,
    double HostProcessors,
    double ClientProcessors,
    string HeldToProcessors,
    string HeldToMemory,
    IReadOnlyList<string> Complaints
);

/// <summary>Puts the load on the host and watches.</summary>
internal static class LoadRun
{
    public static async Task<LoadResult> RunAsync(LoadOptions options, Action<string> tell)
    {
        tell("Starting the host ...");
        await using var host = await LoadHost.StartAsync(options);
        tell("Signing people in ...");
        var visitors = await Visitor.SignInAsync(host.Http.BaseAddress!);
        var findings = new Findings();
        var requests = new RequestLoad(host, visitors, findings);
        await requests.PrepareAsync();
        tell($"{visitors.Count} people are signed in. Opening {options.Circuits} circuits ...");
        await using var clicks = new ClickLoad(host, visitors, options, findings);
        await clicks.OpenAsync();

        tell(
            $"{clicks.Alive} are open. The load grows for {options.Ramp.TotalSeconds:0} seconds and is whole for {options.Time.TotalMinutes:0.##} minutes ..."
        );
        using var client = Process.GetCurrentProcess();
        var pace = new LoadPace(options, Stopwatch.GetTimestamp());
        findings.TimesFrom = pace.WholeAt;
        var load = Task.WhenAll(Task.Run(() => clicks.RunAsync(pace)), Task.Run(() => requests.RunAsync(pace)));
        await pace.UntilAsync(options.Ramp);
        var (hostBefore, clientBefore) = (Used(host.Process), Used(client));
        var memory = new MemoryWatch();
        await memory.WatchAsync(host.Process, options.Time);
        await load;
        var took = Stopwatch.GetElapsedTime(pace.WholeAt);
        return new LoadResult(
            options,
            findings,
            memory,
            clicks.Alive,
            requests.Sent,
            clicks.Batches,
            visitors.Count,
            visitors.SelectMany(visitor => visitor.Roles.Roles()).Distinct().Count(),
            visitors.Select(visitor => visitor.Own.Company).Distinct().Count(),
            took,
            (Used(host.Process) - hostBefore) / took,
            (Used(client) - clientBefore) / took,
            host.Processors,
            host.Memory,
            host.Complaints
        );
    }

    private static TimeSpan Used(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
