using System.Data.Common;
using System.Text;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Connections;

/// <summary>The budget over real company databases.</summary>
public sealed class SqliteBudgetTests
{
    private const int Budget = 100;
    private const int Companies = 500;

    [Fact]
    public async Task Five_hundred_companies_visited_in_turn_never_hold_more_than_a_hundred_files_and_all_are_served()
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: false, settings: new() { ["Tenancy:ConnectionBudget"] = "100" });
        var entries = Copies(bench);
        var connections = bench.Services.GetRequiredService<CompanyConnections>();
        var budget = bench.Services.GetRequiredService<ConnectionBudget>();
        var visits = 0;
        var most = 0;
        var mostFiles = 0;
        await Parallel.ForEachAsync(
            entries.Concat(entries),
            new ParallelOptions { MaxDegreeOfParallelism = 12 },
            async (entry, token) =>
            {
                var stated = await connections.ReadAsync(
                    entry,
                    async (connection, _) =>
                    {
                        Raise(ref most, budget.Open);
                        if (Interlocked.Increment(ref visits) % 7 == 0)
                        {
                            Raise(ref mostFiles, OpenCompanyFiles(bench));
                        }

                        return await connection.ExecuteScalarAsync<string>("SELECT CompanyId FROM CompanyIdentity");
                    },
                    token
                );
                Assert.Equal(entry.Id.ToString(), stated);
            }
        );

        Assert.Equal(2 * Companies, visits);
        Assert.Equal(Budget, most);
        Assert.Equal(0, budget.Counts().Sum(counts => counts.Refused));
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(mostFiles, Budget / 2, Budget);
        }
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_gives_its_place_back()
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: false, settings: new() { ["Tenancy:ConnectionBudget"] = "1" });
        var budget = bench.Services.GetRequiredService<ConnectionBudget>();
        using var a = bench.As(Role.Owner, bench.A);
        using var b = bench.As(Role.Owner, bench.B);
        var file = Path.Combine(bench.DataDirectory, "companies", bench.A.ToString(), "company.db");
        File.Move(file, file + ".aside");

        for (var time = 0; time < 3; time++)
        {
            await Assert.ThrowsAsync<BindingRefusedException>(() => a.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None));
            await b.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None);
        }

        Assert.Equal(0, budget.CountsOf(bench.A).Lent);
        Assert.InRange(budget.Open, 0, 1);
        File.Move(file + ".aside", file);
        await a.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_refused_database_is_no_longer_counted_once_its_pool_is_empty()
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: false);
        var budget = bench.Services.GetRequiredService<ConnectionBudget>();
        using var a = bench.As(Role.Owner, bench.A);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Database = bench.B.ToString());
        using var swapped = bench.As(Role.Owner, bench.A);

        await Assert.ThrowsAsync<BindingRefusedException>(() => swapped.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None));

        await Eventually.TrueAsync(() => budget.CountsOf(bench.A) is { Open: 0, Evicted: 1 }, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_that_is_killed_or_fails_gives_its_place_back(bool killed)
    {
        var failure = killed ? (Exception)new OperationCanceledException() : new InvalidOperationException("A bug.");
        await using var bench = await TenancyBench.StartAsync(
            services => FailingEngine.Wrap(services, failure),
            new() { ["Tenancy:ConnectionBudget"] = "1" },
            onSqlServer: false
        );
        using var a = bench.As(Role.Owner, bench.A);
        var database = a.Get<CompanyDatabase>();
        var engine = (FailingEngine)bench.Services.GetRequiredService<IDatabaseEngine>();

        foreach (var late in new[] { true, false })
        {
            (engine.Fails, engine.Late) = (true, late);
            await Assert.ThrowsAsync(failure.GetType(), () => database.ProbeAsync(CancellationToken.None));
            await Assert.ThrowsAsync(failure.GetType(), () => database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));
            await Assert.ThrowsAsync(
                failure.GetType(),
                () => database.WriteAsync<int>((_, _) => Task.FromResult<Metiva.Domain.Shared.Result<int>>(1), CancellationToken.None)
            );
            engine.Fails = false;
            await database.ProbeAsync(CancellationToken.None);
        }

        Assert.Equal(0, bench.Services.GetRequiredService<ConnectionBudget>().CountsOf(bench.A).Lent);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_came_to_its_work_gives_its_place_back()
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: false, settings: new() { ["Tenancy:ConnectionBudget"] = "1" });
        using var a = bench.As(Role.Owner, bench.A);
        var database = a.Get<CompanyDatabase>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            database.ReadAsync((_, _) => Task.FromResult(1), new CancellationToken(canceled: true))
        );

        Assert.Equal(1, await database.ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_plan_that_was_raised_counts_for_who_was_bound_before()
    {
        await using var bench = await TenancyBench.StartAsync(
            onSqlServer: false,
            settings: new()
            {
                ["Tenancy:StatementTimeouts:Standard"] = "00:00:00.001",
                ["Tenancy:StatementTimeouts:Dedicated"] = "00:05:00",
            }
        );
        using var a = bench.As(Role.Owner, bench.A);
        var database = a.Get<CompanyDatabase>();
        await Assert.ThrowsAsync<TimeoutException>(() => database.ReadAsync(SlowAsync, CancellationToken.None));

        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Plan = Metiva.Domain.Plans.Plan.Dedicated);

        Assert.True(await database.ReadAsync(SlowAsync, CancellationToken.None) > 0);
    }

    private static Task<long> SlowAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT COUNT(*) FROM n",
                cancellationToken: cancellationToken
            )
        );

    /// <summary>Company databases as provisioning makes them, only faster: copies of one with a stamp of their own.</summary>
    private static List<CatalogEntry> Copies(TenancyBench bench)
    {
        var companies = Path.Combine(bench.DataDirectory, "companies");
        var template = File.ReadAllBytes(Path.Combine(companies, bench.A.ToString(), "company.db"));
        var stamp = template.AsSpan().IndexOf(Encoding.ASCII.GetBytes(bench.A.ToString()));
        var entries = new List<CatalogEntry>();
        for (var number = 1; number <= Companies; number++)
        {
            var id = new CompanyId(new Guid(number, 0, 0, new byte[8]));
            Encoding.ASCII.GetBytes(id.ToString()).CopyTo(template, stamp);
            File.WriteAllBytes(
                Path.Combine(Directory.CreateDirectory(Path.Combine(companies, id.ToString())).FullName, "company.db"),
                template
            );
            entries.Add(new(id, id.ToString(), CompanyKind.Client, CompanyState.Active, "bench", id.ToString(), SchemaVersions.Newest));
        }

        return entries;
    }

    private static int OpenCompanyFiles(TenancyBench bench) =>
        OperatingSystem.IsLinux()
            ? Directory
                .GetFiles("/proc/self/fd")
                .Count(handle =>
                    TargetOf(handle) is { } target
                    && target.StartsWith(bench.DataDirectory, StringComparison.Ordinal)
                    && target.EndsWith("/company.db", StringComparison.Ordinal)
                )
            : 0;

    private static string? TargetOf(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }

    private static void Raise(ref int most, int now)
    {
        var seen = Volatile.Read(ref most);
        while (now > seen)
        {
            seen = Interlocked.CompareExchange(ref most, now, seen);
        }
    }

    private sealed class FailingEngine(IDatabaseEngine inner, Exception failure) : EngineDecorator(inner)
    {
        public bool Fails { get; set; }

        public bool Late { get; set; }

        public static void Wrap(IServiceCollection services, Exception failure)
        {
            var registered = services.Last(service => service.ServiceType == typeof(IDatabaseEngine));
            services.Remove(registered);
            services.AddSingleton<IDatabaseEngine>(provider => new FailingEngine(
                (IDatabaseEngine)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!),
                failure
            ));
        }

        public override ValueTask<DbConnection> OpenCompanyAsync(CatalogEntry company, CancellationToken cancellationToken) =>
            !Fails ? base.OpenCompanyAsync(company, cancellationToken)
            : Late ? LateAsync()
            : throw failure;

        private async ValueTask<DbConnection> LateAsync()
        {
            await Task.Yield();
            throw failure;
        }
    }
}
