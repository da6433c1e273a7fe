using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Metiva.Tenancy.Mail.Smtp;
using Metiva.Tests.Support;

namespace Metiva.Tests.Mail;

/// <summary>The npm package smtp-server as a child process with a certificate of its own; it ends with the test.</summary>
internal sealed class RealSmtpServer : IAsyncDisposable
{
    public const string User = "metiva";
    public const string Password = "only-for-this-test-run";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Folder = Repository.File("Metiva.Tests/Support/SmtpServer");

    private readonly Process child;
    private readonly string thumbprint;

    private RealSmtpServer(Process node, string certificate)
    {
        child = node;
        thumbprint = certificate;
    }

    public int Port { get; private set; }

    /// <summary>The settings that reach it, with its certificate pinned.</summary>
    public SmtpServerOptions Options =>
        new()
        {
            Host = "localhost",
            Port = Port,
            UserName = User,
            Password = Password,
            Certificate = (_, certificate, _, _) =>
                certificate is not null
                && string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), thumbprint, StringComparison.Ordinal),
        };

    public static async Task<RealSmtpServer> StartAsync(JsonObject? behaviour = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(1)
        );
        behaviour ??= [];
        behaviour["user"] = User;
        behaviour["password"] = Password;
        behaviour["cert"] = certificate.ExportCertificatePem();
        behaviour["key"] = key.ExportPkcs8PrivateKeyPem();

        var info = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        info.ArgumentList.Add("server.mjs");
        var server = new RealSmtpServer(Process.Start(info)!, certificate.GetCertHashString(HashAlgorithmName.SHA256));
        await server.child.StandardInput.WriteLineAsync(behaviour.ToJsonString());
        await server.child.StandardInput.FlushAsync();
        server.Port = (await server.ReceivedAsync())["port"]!.GetValue<int>();
        return server;
    }

    /// <summary>The next mail that it took.</summary>
    public async Task<JsonNode> ReceivedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var line = await child.StandardOutput.ReadLineAsync(patience.Token);
        return JsonNode.Parse(line ?? throw new InvalidOperationException("The mail server ended."))!;
    }

    public async ValueTask DisposeAsync()
    {
        child.StandardInput.Close();
        child.Kill(entireProcessTree: true);
        await child.WaitForExitAsync();
        child.Dispose();
    }

    internal static bool IsInstalled() => Directory.Exists(Path.Combine(Folder, "node_modules", "smtp-server"));

    internal static string? Install()
    {
        using var oneAtATime = new Mutex(initiallyOwned: false, "metiva-smtp-server");
        oneAtATime.WaitOne();
        try
        {
            if (IsInstalled())
            {
                return null;
            }

            var info = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
            };
            Array.ForEach(
                ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=20000"],
                info.ArgumentList.Add
            );
            using var install = Process.Start(info)!;
            if (!install.WaitForExit(TimeSpan.FromSeconds(120)))
            {
                install.Kill(entireProcessTree: true);
                return "npm ci was not ready in time.";
            }

            return install.ExitCode == 0 ? null : $"npm ci ended with {install.ExitCode}.";
        }
        finally
        {
            oneAtATime.ReleaseMutex();
        }
    }
}
