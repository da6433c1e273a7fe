using System.Diagnostics;
using Microsoft.Playwright;

namespace Metiva.Tests.Support;

/// <summary>
/// Finds a Chromium, or puts one there: the Debian package when this is root on such a system, else Playwright's own. Done once in a
/// test run.
/// </summary>
internal static class BrowserInstallation
{
    private const string OwnChoice = "METIVA_TEST_CHROMIUM";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly Lazy<(string? Path, string? Reason)> Found = new(FindOrInstall);

    private static readonly string[] UsualPlaces =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <summary>The executable; null when there is none.</summary>
    public static string? Path => Found.Value.Path;

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? Reason => Found.Value.Reason;

    private static (string? Path, string? Reason) FindOrInstall()
    {
        if (Environment.GetEnvironmentVariable(OwnChoice) is { Length: > 0 } chosen)
        {
            return Starts(chosen) ? (chosen, null) : (null, $"{OwnChoice} names no Chromium that starts: {chosen}");
        }

        if (Array.Find(UsualPlaces, Starts) is { } usual)
        {
            return (usual, null);
        }

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            Run("/usr/bin/apt-get", "update", "-qq");
            Run("/usr/bin/apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium");
            if (Starts(UsualPlaces[0]))
            {
                return (UsualPlaces[0], null);
            }
        }

        var own = PlaywrightsOwn();
        return own is not null && Starts(own)
            ? (own, null)
            : (
                null,
                $"No Chromium here, and neither the Debian package nor Playwright's own could be installed. {OwnChoice} can name one."
            );
    }

    private static string? PlaywrightsOwn()
    {
        try
        {
            // Does nothing when it is there already.
            var install = Task.Run(() => Microsoft.Playwright.Program.Main(["install", "chromium"]));
            if (!install.Wait(Patience))
            {
                return null;
            }

            using var playwright = Playwright.CreateAsync().GetAwaiter().GetResult();
            return playwright.Chromium.ExecutablePath;
        }
        catch (Exception exception) when (exception is PlaywrightException or AggregateException or IOException)
        {
            return null;
        }
    }

    // A browser that lacks a system library is there, but does not start.
    private static bool Starts(string path) => File.Exists(path) && Run(path, "--version", "--no-sandbox");

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
