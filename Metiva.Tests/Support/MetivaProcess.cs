using System.Collections.Concurrent;
using System.Diagnostics;

namespace Metiva.Tests.Support;

/// <summary>
/// The built program as a process of its own: another node on the data directory of a <see cref="MetivaServer"/>, or one that a test
/// kills.
/// </summary>
public sealed class MetivaProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MetivaProcess(Process process)
    {
        this.process = process;
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("It ended before it listened."));
    }

    /// <summary>Where it listens: <c>http://localhost:port</c>.</summary>
    public Uri Address => address.Task.Result;

    /// <summary>What it wrote to its console.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>The process, for what it uses.</summary>
    public Process Running => process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="dataDirectory">Shared with whoever started it; it is not deleted.</param>
    /// <param name="settings">Settings on the command line.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message carries what it wrote.</exception>
    public static Task<MetivaProcess> StartAsync(string dataDirectory, params string[] settings) =>
        StartAsync(dataDirectory, _ => { }, settings);

    /// <summary>The same, in surroundings that <paramref name="surround"/> makes for it.</summary>
    public static async Task<MetivaProcess> StartAsync(string dataDirectory, Action<ProcessStartInfo> surround, params string[] settings)
    {
        var started = Begin(
            [
                "--environment=Development",
                $"--Tenancy:DataDirectory={dataDirectory}",
                .. SqlServerInstallation.ArgumentsFor(dataDirectory),
                .. settings,
            ],
            surround
        );
        try
        {
            await started.address.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return started;
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            await started.DisposeAsync();
            throw new InvalidOperationException($"{exception.Message}\n{string.Join('\n', started.output)}", exception);
        }
    }

    /// <summary>Runs it to its end, for starts that are refused. Returns the exit code and all that it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(params string[] settings)
    {
        await using var started = Begin(settings, _ => { });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await started.process.WaitForExitAsync(patience.Token);
        return (started.process.ExitCode, string.Join('\n', started.output));
    }

    /// <summary>A client that follows no redirect and sends this cookie only.</summary>
    public HttpClient Client(SignedIn? signedIn = null) => MetivaServer.ClientAt(Address, signedIn);

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private static MetivaProcess Begin(string[] settings, Action<ProcessStartInfo> surround)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Metiva.Web.dll"),
                "--urls=http://127.0.0.1:0",
                $"--contentRoot={Repository.File("Metiva.Web")}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        // What the surroundings of the test run say about environment and addresses is not meant for it.
        foreach (var name in start.Environment.Keys.Where(IsAboutHosting).ToList())
        {
            start.Environment.Remove(name);
        }

        surround(start);
        var started = new MetivaProcess(Process.Start(start)!);
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    private static bool IsAboutHosting(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_ENVIRONMENT" or "DOTNET_URLS"
        || name.StartsWith("AzureAd__", StringComparison.OrdinalIgnoreCase);

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            // In a line of JSON a quote ends it.
            var listensAt = line[(at + Listening.Length)..].Split('"')[0].Trim();
            address.TrySetResult(new Uri(listensAt.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));
        }
    }
}
