using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>What always holds for the budget, whatever happens at once.</summary>
public sealed class ConnectionBudgetStormTests
{
    private const int Budget = 7;
    private const int PerCompany = 3;
    private const int Companies = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task However_callers_come_wait_go_away_and_fail_the_budget_holds(int seed)
    {
        var failing = 0;
        using var bench = new BudgetBench(Budget, PerCompany)
        {
            // Every seventh time a pool cannot be emptied.
            Clearing = _ =>
            {
                if (Interlocked.Increment(ref failing) % 7 == 0)
                {
                    throw new IOException("Not now.");
                }
            },
        };
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 24).Select(caller => Task.Run(() => CallAsync(new Random((seed * 1000) + caller)))));

        await Eventually.TrueAsync(() => bench.Budget.Open == bench.Budget.Counts().Sum(counts => counts.Open), TimeSpan.FromSeconds(20));
        Assert.InRange(bench.MostReal, 1, Budget);
        Assert.InRange(most, 1, Budget);
        Assert.Equal(0, bench.Budget.Waiting);
        Assert.All(bench.Budget.Counts(), counts => Assert.Equal((0, 0), (counts.Lent, counts.Waiting)));
        Assert.InRange(bench.Real, 0, bench.Budget.Open);

        // Nothing was lost on the way: all of it can be had again.
        bench.Clearing = null;
        for (var company = 0; company < Budget; company++)
        {
            await bench.TakeAsync(BudgetBench.Company($"new {company}")).WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(Budget, bench.Real);

        async Task CallAsync(Random random)
        {
            for (var call = 0; call < 400; call++)
            {
                var login = random.Next(50) == 0 ? LoginSlot.B : LoginSlot.A;
                var company = BudgetBench.Company($"company {random.Next(Companies) * random.Next(2)}", login);
                using var gone = new CancellationTokenSource();
                try
                {
                    var taking = bench.TakeAsync(company, TimeSpan.FromMilliseconds(random.Next(40)), gone.Token);
                    if (random.Next(10) == 0)
                    {
                        await gone.CancelAsync();
                    }

                    var loan = await taking;
                    for (var held = random.Next(4); held > 0; held--)
                    {
                        await Task.Yield();
                        InterlockedMax(ref most, bench.Budget.Open);
                        Assert.All(bench.Budget.Counts(), counts => Assert.InRange(counts.Open, counts.Lent, Budget));
                    }

                    loan.GiveBack();
                    if (random.Next(20) == 0)
                    {
                        bench.Budget.Distrust(bench.Budget.PoolOf(company));
                    }
                }
                catch (BindingRefusedException refused)
                {
                    Assert.Equal(BindingOutcome.Busy, refused.Outcome);
                }
                catch (OperationCanceledException)
                {
                    Assert.True(gone.IsCancellationRequested);
                }
            }
        }
    }

    private static void InterlockedMax(ref int most, int now)
    {
        var seen = Volatile.Read(ref most);
        while (now > seen)
        {
            seen = Interlocked.CompareExchange(ref most, now, seen);
        }
    }
}
