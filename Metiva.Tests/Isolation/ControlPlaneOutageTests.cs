using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

public sealed class ControlPlaneOutageTests
{
    /// <summary>Only a backup brings such a file back, so nothing is expected after it.</summary>
    private const string Overwritten = "overwritten";

    private static readonly TimeSpan MaxSnapshotAge = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("moved away")]
    [InlineData("no permission")]
    [InlineData(Overwritten)]
    public async Task A_control_plane_that_cannot_be_read_under_load_gives_503_in_time_and_never_another_company_or_an_empty_list(
        string how
    )
    {
        await using var world = await SentinelWorld.StartAsync(
            settings: $"--Tenancy:MaxSnapshotAgeForReadsMilliseconds={MaxSnapshotAge.TotalMilliseconds}"
        );
        var file = Path.Combine(world.Server.DataDirectory, "control-plane", "control.db");
        var a = await world.SignInAsync(SentinelWorld.A, Role.Finance);
        var b = await world.SignInAsync(SentinelWorld.B, Role.Finance);
        var answers = new ConcurrentQueue<(TimeSpan At, HttpStatusCode Status, string? Fault)>();
        var watch = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var load = Enumerable
            .Range(0, 6)
            .Select(worker => LoadAsync(world, worker % 2 == 0 ? (a, SentinelWorld.A) : (b, SentinelWorld.B), answers, watch, stop.Token))
            .ToList();
        await Eventually.TrueAsync(() => answers.Count > 40, TimeSpan.FromSeconds(60));

        var away = watch.Elapsed;
        using (Break(file, how))
        {
            await Eventually.TrueAsync(
                () => answers.Any(answer => answer.Status == HttpStatusCode.ServiceUnavailable),
                MaxSnapshotAge + TimeSpan.FromSeconds(20)
            );
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        var back = watch.Elapsed;
        if (how != Overwritten)
        {
            await Eventually.TrueAsync(
                () => answers.Any(answer => answer.At > back && answer.Status == HttpStatusCode.OK),
                TimeSpan.FromSeconds(20)
            );
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);

        var faults = answers.Where(answer => answer.Fault is not null).Select(answer => answer.Fault).ToList();
        Assert.True(
            faults.Count == 0,
            string.Join('\n', faults.Concat(world.Server.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))))
        );
        // A second for the requests that were under way, on a busy machine.
        Assert.DoesNotContain(
            answers,
            answer => answer.Status == HttpStatusCode.OK && answer.At > away + MaxSnapshotAge + TimeSpan.FromSeconds(1) && answer.At < back
        );
    }

    private static async Task LoadAsync(
        SentinelWorld world,
        (SignedIn SignedIn, CompanyId Company) who,
        ConcurrentQueue<(TimeSpan, HttpStatusCode, string?)> answers,
        Stopwatch watch,
        CancellationToken stop
    )
    {
        using var client = world.Server.Client(who.SignedIn);
        while (!stop.IsCancellationRequested)
        {
            using var response = await client.GetAsync("/workspace/invoices", CancellationToken.None);
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
            var own = body.Contains(Sentinels.Words[who.Company], StringComparison.Ordinal);
            var fault =
                SentinelWorld.ForeignWords(who.Company, body).FirstOrDefault() is { } word ? $"shows {word}"
                : response.StatusCode == HttpStatusCode.OK && !own ? "an empty list"
                : response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable) ? $"status {response.StatusCode}"
                : null;
            answers.Enqueue((watch.Elapsed, response.StatusCode, fault));
        }
    }

    private static Repair Break(string file, string how)
    {
        var aside = file + ".aside";
        switch (how)
        {
            case "moved away":
                File.Move(file, aside);
                return new Repair(() => File.Move(aside, file));
            case "no permission" when !OperatingSystem.IsWindows():
                File.SetUnixFileMode(file, UnixFileMode.None);
#pragma warning disable CA1416 // Only reached where the mode was taken away.
                return new Repair(() => File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite));
#pragma warning restore CA1416
            default:
                File.Move(file, aside);
                File.WriteAllText(file, new string('x', 65_536));
                return new Repair(() => { });
        }
    }

    private sealed class Repair(Action repair) : IDisposable
    {
        public void Dispose() => repair();
    }
}
