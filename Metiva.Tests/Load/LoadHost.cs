using System.Diagnostics;
using System.Globalization;
using System.Net;
using Metiva.Tests.Support;
using Metiva.Web.Operations;

namespace Metiva.Tests.Load;

/// <summary>The real host as a process of its own, with demo data in a directory of its own, on so many processors and in so much memory.</summary>
internal sealed class LoadHost : IAsyncDisposable
{
    private static readonly TimeSpan ToBeReady = TimeSpan.FromMinutes(2);
    private static readonly string[] Levels = ["warn: ", "fail: ", "crit: "];
    private readonly MetivaProcess process;
    private readonly MemoryLimit memory;
    private readonly string directory;

    private LoadHost(MetivaProcess process, MemoryLimit memory, string directory, string processors)
    {
        this.process = process;
        this.memory = memory;
        this.directory = directory;
        Processors = processors;
        Http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.All,
            }
        )
        {
            BaseAddress = process.Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        Http.DefaultRequestHeaders.Add("Accept-Language", "nl-NL");
    }

    /// <summary>A client at its address, with connections that stay open.</summary>
    public HttpClient Http { get; }

    public Process Process => process.Running;

    /// <summary>How it is held to its processors, for the report.</summary>
    public string Processors { get; }

    /// <summary>How it is held to its memory, for the report.</summary>
    public string Memory => memory.Description;

    /// <summary>What it logged as a warning or worse: the line that names the source and the one below it that says what.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            var lines = process.Output.ToList();
            return
            [
                .. lines
                    .Index()
                    .Where(line => Array.Exists(Levels, level => line.Item.StartsWith(level, StringComparison.Ordinal)))
                    .Select(line => $"{line.Item} {lines.ElementAtOrDefault(line.Index + 1)?.Trim()}"),
            ];
        }
    }

    public static async Task<LoadHost> StartAsync(LoadOptions options)
    {
        var files = Directory.CreateTempSubdirectory("metiva-load-").FullName;
        var limit = MemoryLimit.Of(options.Memory);
        var pinned = options.Cores < Environment.ProcessorCount && OperatingSystem.IsLinux();
        LoadHost? host = null;
        try
        {
            var started = await MetivaProcess.StartAsync(
                files,
                start =>
                {
                    limit.Surround(start);
                    if (pinned)
                    {
                        Pin(start, options.Cores);
                    }
                }
            );
            var processors = pinned
                ? $"bound to {options.Cores} of {Environment.ProcessorCount}; the client runs on all of them"
                : $"all {Environment.ProcessorCount} that the machine has, and the client that makes the load runs on the same ones";
            host = new LoadHost(started, limit, files, processors);
            using var patience = new CancellationTokenSource(ToBeReady);
            while (!await IsReadyAsync(host.Http, patience.Token))
            {
                await Task.Delay(100, patience.Token);
            }

            return host;
        }
        catch
        {
            if (host is not null)
            {
                await host.DisposeAsync();
            }
            else
            {
                limit.Dispose();
                Directory.Delete(files, recursive: true);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        memory.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(HealthFeature.Ready, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private static void Pin(ProcessStartInfo start, int cores)
    {
        var program = start.FileName;
        start.FileName = "taskset";
        string[] pinning = ["-c", string.Create(CultureInfo.InvariantCulture, $"0-{cores - 1}"), program];
        foreach (var (index, argument) in pinning.Index())
        {
            start.ArgumentList.Insert(index, argument);
        }
    }
}
