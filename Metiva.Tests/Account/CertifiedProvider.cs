using System.Diagnostics;
using System.Text.Json.Nodes;
using Metiva.Tests.Support;

namespace Metiva.Tests.Identity;

/// <summary>The certified OpenID provider, as a child process that ends with the test.</summary>
internal sealed class CertifiedProvider : IAsyncDisposable
{
    public const string ClientId = "metiva";
    public const string ClientSecret = "only-for-this-test-run-and-long-enough";
    public static readonly Guid TenantId = Guid.Parse("f1e2d3c4-b5a6-4978-8a9b-0c1d2e3f4a5b");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan InstallPatience = TimeSpan.FromSeconds(120);
    private static readonly string Folder = Repository.File("Metiva.Tests/Support/OidcProvider");

    private readonly Process child;

    private CertifiedProvider(Process node, int port)
    {
        child = node;
        Address = $"http://127.0.0.1:{port}";
    }

    public string Address { get; }

    public string Issuer => $"{Address}/{TenantId}/v2.0";

    public string[] Settings =>
        [
            $"--AzureAd:Instance={Address}",
            $"--AzureAd:TenantId={TenantId}",
            $"--AzureAd:ClientId={ClientId}",
            $"--AzureAd:ClientSecret={ClientSecret}",
            "--Development:DemoData=false",
        ];

    public static async Task<CertifiedProvider> StartAsync()
    {
        var node = Start("node", "provider.mjs", $"/{TenantId}/v2.0", ClientId, ClientSecret);
        var hello = await ReadAsync(node);
        return new CertifiedProvider(node, hello["port"]!.GetValue<int>());
    }

    /// <summary>Tells it where its client lives, and what its one person's claims are.</summary>
    public async Task TellAsync(Uri? home, JsonObject claims)
    {
        var told = new JsonObject { ["home"] = home?.ToString().TrimEnd('/'), ["claims"] = claims };
        await child.StandardInput.WriteLineAsync(told.ToJsonString());
        await child.StandardInput.FlushAsync();
        await ReadAsync(child);
    }

    public async ValueTask DisposeAsync()
    {
        // This very process and what it started; it also ends by itself when its input closes.
        child.StandardInput.Close();
        child.Kill(entireProcessTree: true);
        await child.WaitForExitAsync();
        child.Dispose();
    }

    /// <summary>Whether npm has put it here already.</summary>
    internal static bool IsInstalled() => Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider"));

    /// <summary>Installs it. What went wrong, or null; a registry that cannot be reached is not waited for.</summary>
    internal static string? Install()
    {
        using var oneAtATime = new Mutex(initiallyOwned: false, "metiva-oidc-provider");
        oneAtATime.WaitOne();
        try
        {
            if (IsInstalled())
            {
                return null;
            }

            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            using var install = Start(
                npm,
                "ci",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--fetch-retries=0",
                "--fetch-timeout=20000"
            );
            install.StandardInput.Close();
            var output = install.StandardOutput.ReadToEndAsync();
            if (!install.WaitForExit(InstallPatience))
            {
                install.Kill(entireProcessTree: true);
                return $"npm ci was not ready within {InstallPatience.TotalSeconds} seconds.";
            }

            return install.ExitCode == 0 ? null : $"npm ci ended with {install.ExitCode}. {output.GetAwaiter().GetResult()}".Trim();
        }
        finally
        {
            oneAtATime.ReleaseMutex();
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static async Task<JsonNode> ReadAsync(Process node)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await node.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            // The provider greets with warnings about its development settings; our lines are objects.
            if (line.StartsWith('{'))
            {
                return JsonNode.Parse(line)!;
            }
        }

        throw new InvalidOperationException("The OpenID provider ended.");
    }
}
