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
    private static readonly string[] Addresses = ["/workspace/invoices", "/account/company"];

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
        var file = world.Server.ControlPlaneFile;
        var a = await world.SignInAsync(SentinelWorld.A, Role.Finance);
        var b = await world.SignInAsync(SentinelWorld.B, Role.Finance);
        var answers = new ConcurrentQueue<Answer>();
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
                () => Addresses.All(address => answers.Any(answer => answer.Address == address && !answer.Ok)),
                MaxSnapshotAge + TimeSpan.FromSeconds(20)
            );
            // And it stays so: nobody is served again as long as it is away.
            var before = answers.Count;
            await Eventually.TrueAsync(() => answers.Count > before + 30, TimeSpan.FromSeconds(20));
        }

        var back = watch.Elapsed;
        if (how != Overwritten)
        {
            await Eventually.TrueAsync(
                () => Addresses.All(address => answers.Any(answer => answer.At > back && answer.Address == address && answer.Ok)),
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
            answer => answer.Ok && answer.At > away + MaxSnapshotAge + TimeSpan.FromSeconds(1) && answer.At < back
        );
    }

    private static async Task LoadAsync(
        SentinelWorld world,
        (SignedIn SignedIn, CompanyId Company) who,
        ConcurrentQueue<Answer> answers,
        Stopwatch watch,
        CancellationToken stop
    )
    {
        using var client = world.Server.Client(who.SignedIn);
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var address = Addresses[turn % Addresses.Length];
            using var response = await client.GetAsync(address, CancellationToken.None);
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
            var own = (address == Addresses[0] ? Sentinels.Words : Sentinels.RegistryWords)[who.Company];
            var fault = Fault(response, body, who.Company, own);
            answers.Enqueue(new Answer(watch.Elapsed, address, response.StatusCode == HttpStatusCode.OK, fault));
        }
    }

    /// <summary>What is wrong with an answer: it is either the own list, or the page that says why there is none and when to ask again.</summary>
    private static string? Fault(HttpResponseMessage response, string body, CompanyId company, string own)
    {
        var refused = body.Contains("data-refusal=\"ControlPlaneUnavailable\"", StringComparison.Ordinal);
        return SentinelWorld.ForeignWords(company, body).FirstOrDefault() is { } word
            ? $"shows {word}"
            : response.StatusCode switch
            {
                HttpStatusCode.OK => body[body.IndexOf("<main", StringComparison.Ordinal)..].Contains(own, StringComparison.Ordinal)
                    ? null
                    : "an empty list",
                HttpStatusCode.ServiceUnavailable when !refused => "503 for another reason",
                HttpStatusCode.ServiceUnavailable => response.Headers.RetryAfter is null ? "503 without a time to come back" : null,
                var status => $"status {status}",
            };
    }

    [BrowserFact]
    public async Task An_open_circuit_says_why_it_shows_nothing_and_comes_back_by_itself()
    {
        await using var world = await SentinelWorld.StartAsync(
            settings: $"--Tenancy:MaxSnapshotAgeForReadsMilliseconds={MaxSnapshotAge.TotalMilliseconds}"
        );
        var signedIn = await world.SignInAsync(SentinelWorld.A, Role.Finance);
        await using var browser = await BrowserSession.OpenAsync(world.Server.Address, signedIn);
        await browser.GoAsync("/workspace/invoices");
        await browser.Page.EvaluateAsync("() => { window.sameDocument = true; }");
        var own = browser.Page.Locator("main").GetByText(Sentinels.Words[SentinelWorld.A]).First;
        await own.WaitForAsync();

        using (Break(world.Server.ControlPlaneFile, "moved away"))
        {
            await browser.Page.Locator("[data-refusal=ControlPlaneUnavailable]").WaitForAsync();
            Assert.DoesNotContain(Sentinels.Words[SentinelWorld.A], await browser.Page.ContentAsync(), StringComparison.Ordinal);
        }

        await own.WaitForAsync();
        Assert.Equal(0, await browser.Page.Locator("[data-refusal]").CountAsync());
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"));
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

    private sealed record Answer(TimeSpan At, string Address, bool Ok, string? Fault);

    private sealed class Repair(Action repair) : IDisposable
    {
        public void Dispose() => repair();
    }
}
