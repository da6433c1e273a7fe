using System.Diagnostics.Metrics;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Connections;

public sealed class ConnectionBudgetTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly CatalogEntry a = BudgetBench.Company("A");
    private readonly CatalogEntry b = BudgetBench.Company("B");
    private readonly CatalogEntry c = BudgetBench.Company("C");

    [Fact]
    public async Task What_comes_back_is_lent_again_and_not_counted_twice()
    {
        using var bench = new BudgetBench(budget: 2, perCompany: 2);
        for (var time = 0; time < 5; time++)
        {
            (await bench.TakeAsync(a)).GiveBack();
        }

        Assert.Equal(new(a.Id, Open: 1, Lent: 0, Waiting: 0, Evicted: 0, Refused: 0), bench.Budget.CountsOf(a.Id));
        Assert.Equal(1, bench.Real);
    }

    [Fact]
    public async Task The_company_longest_at_rest_makes_room()
    {
        using var bench = new BudgetBench(budget: 3, perCompany: 2);
        (await bench.TakeAsync(a)).GiveBack();
        (await bench.TakeAsync(b)).GiveBack();
        await bench.TakeAsync(c);
        (await bench.TakeAsync(a)).GiveBack();

        await bench.TakeAsync(BudgetBench.Company("D"));

        Assert.Equal(["B"], bench.Cleared);
        Assert.Equal(3, bench.MostReal);
        Assert.Equal(new(b.Id, Open: 0, Lent: 0, Waiting: 0, Evicted: 1, Refused: 0), bench.Budget.CountsOf(b.Id));
    }

    [Fact]
    public async Task Who_gets_none_in_time_is_told_busy_and_counted()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);
        var held = await bench.TakeAsync(a);

        var busy = await Assert.ThrowsAsync<BindingRefusedException>(() => bench.TakeAsync(b, TimeSpan.FromMilliseconds(50)));

        Assert.Equal(BindingOutcome.Busy, busy.Outcome);
        Assert.Equal(1, bench.Budget.CountsOf(b.Id).Refused);
        Assert.Equal(0, bench.Budget.Waiting);
        held.GiveBack();
        (await bench.TakeAsync(b)).GiveBack();
    }

    [Fact]
    public async Task Who_goes_away_while_waiting_leaves_no_hole()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);
        var held = await bench.TakeAsync(a);
        using var gone = new CancellationTokenSource();
        var first = bench.TakeAsync(b, cancellationToken: gone.Token);
        var second = bench.TakeAsync(b);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, bench.Budget.Waiting);
        held.GiveBack();

        (await second).GiveBack();
        Assert.Equal(0, bench.Budget.Waiting);
        Assert.Equal(1, bench.Budget.Open);
    }

    [Fact]
    public async Task Who_is_gone_before_asking_takes_nothing()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.TakeAsync(a, cancellationToken: new(canceled: true)));

        Assert.Equal(0, bench.Budget.Open);
    }

    [Fact]
    public async Task When_all_is_lent_to_one_company_the_next_goes_to_the_other_though_it_came_later()
    {
        using var bench = new BudgetBench(budget: 3, perCompany: 3);
        var held = new[] { await bench.TakeAsync(a), await bench.TakeAsync(a), await bench.TakeAsync(a) };
        var more = Enumerable.Range(0, 5).Select(_ => bench.TakeAsync(a)).ToList();
        var other = bench.TakeAsync(b);

        held[0].GiveBack();

        await other.WaitAsync(Soon);
        Assert.DoesNotContain(more, one => one.IsCompleted);
        Assert.Equal(3, bench.MostReal);
    }

    [Fact]
    public async Task Companies_that_wait_take_turns_and_within_a_company_the_first_to_come_is_the_first_served()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);
        var held = await bench.TakeAsync(c);
        var served = new List<string>();
        var one = BudgetBench.Company("A");
        var all = new List<Task>();
        foreach (var (company, name) in new[] { (one, "A1"), (one, "A2"), (one, "A3"), (b, "B1"), (b, "B2") })
        {
            all.Add(ServeAsync(company, name));
        }

        held.GiveBack();
        await Task.WhenAll(all).WaitAsync(Soon);

        Assert.Equal(["A1", "B1", "A2", "B2", "A3"], served);
        Assert.Equal(1, bench.MostReal);

        async Task ServeAsync(CatalogEntry company, string name)
        {
            var loan = await bench.TakeAsync(company);
            served.Add(name);
            loan.GiveBack();
        }
    }

    [Fact]
    public async Task A_company_at_its_own_limit_keeps_nobody_else_waiting()
    {
        using var bench = new BudgetBench(budget: 10, perCompany: 2);
        await bench.TakeAsync(a);
        await bench.TakeAsync(a);
        var third = bench.TakeAsync(a);

        await bench.TakeAsync(b).WaitAsync(Soon);

        Assert.False(third.IsCompleted);
        Assert.Equal(1, bench.Budget.CountsOf(a.Id).Waiting);
        Assert.Equal(2, bench.Budget.CountsOf(a.Id).Open);
    }

    [Fact]
    public async Task Another_login_of_a_company_is_another_pool_and_the_old_one_is_emptied()
    {
        using var bench = new BudgetBench(budget: 4, perCompany: 4);
        var idle = await bench.TakeAsync(a);
        var lent = await bench.TakeAsync(a);
        idle.GiveBack();

        var other = await bench.TakeAsync(BudgetBench.Company("A", LoginSlot.B));
        lent.GiveBack();
        await Eventually.TrueAsync(() => bench.Real == 1, Soon);

        await Eventually.TrueAsync(() => bench.Budget.CountsOf(a.Id).Open == 1, Soon);
        other.GiveBack();
    }

    [Fact]
    public async Task A_pool_that_cannot_be_emptied_goes_on_being_counted_and_is_tried_again()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1) { Clearing = _ => throw new IOException("No.") };
        (await bench.TakeAsync(a)).GiveBack();

        await Assert.ThrowsAsync<BindingRefusedException>(() => bench.TakeAsync(b, TimeSpan.FromMilliseconds(50)));
        await Eventually.TrueAsync(() => bench.Budget.CountsOf(a.Id) is { Open: 1, Evicted: 0 }, Soon);
        bench.Clearing = null;

        (await bench.TakeAsync(b)).GiveBack();
        Assert.Equal(1, bench.MostReal);
    }

    [Fact]
    public async Task The_meter_tells_each_companys_counts()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);
        await bench.TakeAsync(a);
        await Assert.ThrowsAsync<BindingRefusedException>(() => bench.TakeAsync(b, TimeSpan.Zero));
        var seen = new HashSet<(string Instrument, string Company, long Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name.StartsWith("metiva.connections.", StringComparison.Ordinal))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => seen.Add((instrument.Name, (string)tags[0].Value!, value))
        );
        listener.Start();

        listener.RecordObservableInstruments();

        Assert.Contains(("metiva.connections.open", a.Id.ToString(), 1L), seen);
        Assert.Contains(("metiva.connections.refused", b.Id.ToString(), 1L), seen);
        Assert.Contains(("metiva.connections.waiting", b.Id.ToString(), 0L), seen);
        Assert.Contains(("metiva.connections.evicted", a.Id.ToString(), 0L), seen);
    }

    [Fact]
    public async Task Giving_back_twice_is_a_bug_and_changes_no_count()
    {
        using var bench = new BudgetBench(budget: 1, perCompany: 1);
        await bench.TakeAsync(a);
        var pool = bench.Budget.PoolOf(a);
        pool.GiveBack();

        Assert.Throws<InvalidOperationException>(pool.GiveBack);

        Assert.Equal((0, 1), (pool.Lent, pool.Counted));
    }
}
