using System.Diagnostics;
using System.Globalization;

namespace Metiva.Tests.Development;

/// <summary>
/// Makes the demo data in a process of its own that kills itself: <c>demo-data &lt;directory&gt; &lt;call&gt;</c>. The seeding
/// asks for the time at every step (registering, before the first record, after the last record and before the commit, at each
/// member), so "die when asked for the nth time" reaches every one of them.
/// </summary>
internal static class DemoDataChild
{
    /// <summary>Never dies.</summary>
    public const int Survives = int.MaxValue;

    /// <summary>The day that every run makes its data for.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 17, 10, 30, 0, TimeSpan.Zero);

    public static async Task RunAsync(string directory, int dieAtCall)
    {
        using var host = DemoBench.Build(directory, new DyingClock(dieAtCall));
        await host.StartAsync();
        await host.StopAsync();
    }

    /// <summary>Runs it as a child process; true when it lived to the end.</summary>
    public static async Task<bool> LivesAsync(string directory, int dieAtCall)
    {
        var host = Environment.ProcessPath ?? "";
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var program = typeof(DemoDataChild).Assembly.Location;
        foreach (var argument in new[] { "exec", program, "demo-data", directory, dieAtCall.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = await Task.WhenAll(child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        await child.WaitForExitAsync();
        return child.ExitCode switch
        {
            0 => true,
            // 128 + SIGKILL, or what Windows gives a killed process.
            137 or -1 => false,
            _ => throw new InvalidOperationException(string.Join('\n', output)),
        };
    }

    private sealed class DyingClock(int dieAtCall) : TimeProvider
    {
        private int calls;

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Increment(ref calls) >= dieAtCall)
            {
                // SIGKILL: nothing gets to clean up.
                Process.GetCurrentProcess().Kill();
                Thread.CurrentThread.Join();
            }

            return Now;
        }
    }
}
