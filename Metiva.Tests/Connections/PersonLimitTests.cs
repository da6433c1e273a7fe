using Dapper;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections.Limits;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>What one person may have running at one company, and how much one query may fetch.</summary>
public sealed class PersonLimitTests : IAsyncLifetime
{
    private const int Most = 2;
    private TenancyBench bench = null!;

    public async Task InitializeAsync() =>
        bench = await TenancyBench.StartAsync(
            settings: new()
            {
                ["Tenancy:StatementsPerPerson"] = "2",
                ["Tenancy:RowsPerQuery"] = "1000",
                ["Tenancy:ConnectionWait"] = "00:00:02",
            }
        );

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Who_has_as_much_running_as_they_may_waits_and_colleagues_do_not()
    {
        using var person = bench.As(Role.Owner, bench.A);
        using var colleague = bench.As(Role.Finance, bench.A);
        using var elsewhere = bench.As(Role.Owner, bench.B);
        var held = new TaskCompletionSource();
        var running = new List<Task<int>>();
        using var started = new CountdownEvent(Most);
        for (var each = 0; each < Most; each++)
        {
            running.Add(
                person
                    .Get<CompanyDatabase>()
                    .ReadAsync(
                        async (_, _) =>
                        {
                            started.Signal();
                            await held.Task;
                            return 1;
                        },
                        default
                    )
            );
        }

        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        var busy = await Assert.ThrowsAsync<BindingRefusedException>(() => OneAsync(person));
        Assert.Equal(BindingOutcome.Busy, busy.Outcome);
        Assert.Equal(1, await OneAsync(colleague));
        Assert.Equal(1, await OneAsync(elsewhere));

        var waiting = OneAsync(person);
        held.SetResult();
        await Task.WhenAll(running);
        Assert.Equal(1, await waiting);
        Assert.Equal(1, await OneAsync(person));
    }

    [Fact]
    public async Task A_query_that_finds_more_than_it_may_fetch_is_stopped_and_the_connection_serves_on()
    {
        using var person = bench.As(Role.Owner, bench.A);
        Assert.Equal(1_000, (await CountUpAsync(person, 1_000)).Count);
        await Assert.ThrowsAsync<TooManyRowsException>(() => CountUpAsync(person, 1_001));
        Assert.Equal(1, await OneAsync(person));
    }

    private static Task<int> OneAsync(BenchScope person) =>
        person.Get<CompanyDatabase>().ReadAsync((connection, _) => connection.ExecuteScalarAsync<int>("SELECT 1"), default);

    private static Task<List<int>> CountUpAsync(BenchScope person, int rows) =>
        person
            .Get<CompanyDatabase>()
            .ReadAsync(async (connection, _) => (await connection.QueryAsync<int>(Counting(rows))).AsList(), default);

    private static string Counting(int rows)
    {
        const string Digits =
            "(SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
            + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
        return $"SELECT n.k FROM (SELECT a.k + 10 * b.k + 100 * c.k + 1000 * d.k AS k FROM {Digits} a, {Digits} b, {Digits} c, {Digits} d) n"
            + $" WHERE n.k < {rows}";
    }
}
