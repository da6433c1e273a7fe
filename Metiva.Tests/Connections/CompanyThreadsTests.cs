using System.Globalization;
using Metiva.Tenancy.Connections;
using Metiva.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>Work that blocks its thread: companies take turns, and none takes all threads.</summary>
public sealed class CompanyThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CompanyThreads threads = new(4, processors: 4, TimeProvider.System);
    private readonly CompanyTurns a = new();
    private readonly CompanyTurns b = new();

    [Fact]
    public async Task A_company_that_blocks_leaves_half_of_the_threads_to_others()
    {
        using var release = new ManualResetEventSlim();
        var running = 0;
        var stuck = Enumerable.Range(0, 20).Select(_ => threads.RunAsync(a, Blocked)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref running) == 2), Patience);
        Assert.Equal(7, await threads.RunAsync(b, () => Task.FromResult(7)).WaitAsync(Patience));
        Assert.Equal(2, Volatile.Read(ref running));
        Assert.DoesNotContain(stuck, task => task.IsCompleted);
        release.Set();
        await Task.WhenAll(stuck).WaitAsync(Patience);
        Assert.Equal(20, running);

        Task<bool> Blocked()
        {
            Interlocked.Increment(ref running);
            return Task.FromResult(release.Wait(Patience));
        }
    }

    [Fact]
    public async Task A_company_has_half_of_the_processors_while_others_ask_and_more_when_it_is_alone()
    {
        var time = new FakeTimeProvider();
        var four = new CompanyThreads(4, processors: 2, time);
        using var release = new ManualResetEventSlim();
        var running = 0;
        await four.RunAsync(b, () => Task.FromResult(true));
        var stuck = Enumerable.Range(0, 3).Select(_ => four.RunAsync(a, Blocked)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref running) == 1), Patience);
        await four.RunAsync(b, () => Task.FromResult(true)).WaitAsync(Patience);
        Assert.Equal(1, Volatile.Read(ref running));

        // Nothing comes or goes any more but time.
        time.Advance(CompanyThreads.Recent);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref running) == 2), Patience);
        release.Set();
        await Task.WhenAll(stuck).WaitAsync(Patience);

        Task<bool> Blocked()
        {
            Interlocked.Increment(ref running);
            return Task.FromResult(release.Wait(Patience));
        }
    }

    [Fact]
    public async Task What_takes_long_does_not_hold_back_what_else_its_company_asks()
    {
        var time = new FakeTimeProvider();
        var four = new CompanyThreads(4, processors: 2, time);
        using var release = new ManualResetEventSlim();
        await four.RunAsync(b, () => Task.FromResult(true));
        var report = four.RunAsync(a, () => Task.FromResult(release.Wait(Patience)));
        var page = four.RunAsync(a, () => Task.FromResult(1));
        await four.RunAsync(b, () => Task.FromResult(true)).WaitAsync(Patience);
        Assert.False(page.IsCompleted);
        time.Advance(CompanyThreads.Short);
        Assert.Equal(1, await page.WaitAsync(Patience));
        Assert.False(report.IsCompleted);
        release.Set();
        Assert.True(await report.WaitAsync(Patience));
    }

    [Fact]
    public async Task Whoever_comes_later_does_not_wait_for_all_that_another_has_waiting()
    {
        var one = new CompanyThreads(1, processors: 1, TimeProvider.System);
        using var release = new ManualResetEventSlim();
        var order = new List<string>();
        var first = one.RunAsync(a, () => Task.FromResult(release.Wait(Patience)));
        var work = Enumerable.Range(0, 5).Select(_ => one.RunAsync(a, () => Done("a"))).ToList();
        work.Add(one.RunAsync(b, () => Done("b")));
        release.Set();
        await Task.WhenAll([first, .. work]).WaitAsync(Patience);
        Assert.True(order.IndexOf("b") <= 1, string.Join(' ', order));

        Task<bool> Done(string who)
        {
            order.Add(who);
            return Task.FromResult(true);
        }
    }

    [Fact]
    public async Task What_goes_wrong_reaches_whoever_asked_and_the_thread_goes_on()
    {
        var one = new CompanyThreads(1, processors: 1, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidDataException>(() => one.RunAsync<int>(a, () => throw new InvalidDataException()));
        await Assert.ThrowsAsync<InvalidDataException>(() => one.RunAsync(a, () => Task.FromException<int>(new InvalidDataException())));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            one.RunAsync(a, () => Task.FromCanceled<int>(new CancellationToken(canceled: true)))
        );
        Assert.Equal(1, await one.RunAsync(a, () => Task.FromResult(1)).WaitAsync(Patience));
    }

    [Fact]
    public async Task Work_that_waits_for_something_else_gives_its_thread_away_meanwhile()
    {
        var one = new CompanyThreads(1, processors: 1, TimeProvider.System);
        var later = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = one.RunAsync(a, () => later.Task);
        Assert.Equal(2, await one.RunAsync(b, () => Task.FromResult(2)).WaitAsync(Patience));
        later.SetResult(1);
        Assert.Equal(1, await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task The_language_goes_along_and_what_comes_next_is_not_on_these_threads()
    {
        var one = new CompanyThreads(1, processors: 1, TimeProvider.System);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("nl-NL");
        try
        {
            Assert.Equal("nl-NL", await one.RunAsync(a, () => Task.FromResult(CultureInfo.CurrentCulture.Name)));
            Assert.NotEqual("Metiva company data", Thread.CurrentThread.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
