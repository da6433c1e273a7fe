using System.Diagnostics;

namespace Metiva.Tests.Support;

/// <summary>One of the commands of <see cref="Program"/> in a process of its own, which a test kills or which kills itself.</summary>
internal static class TestProgram
{
    /// <summary>Starts it with its output redirected.</summary>
    public static Process Start(params string[] arguments)
    {
        var host = Environment.ProcessPath ?? "";
        var start = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "exec", typeof(TestProgram).Assembly.Location }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it; true when it lived to the end, false when it was killed.</summary>
    public static async Task<bool> LivesAsync(params string[] arguments)
    {
        using var child = Start(arguments);
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

    /// <summary>SIGKILL to this very process: nothing gets to clean up.</summary>
    public static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.CurrentThread.Join();
    }
}
