using System.Diagnostics.Metrics;
using Metiva.Domain.Companies;
using Metiva.Tenancy;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Credentials;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Metiva.Tests.Connections;

/// <summary>
/// A budget over a driver that is played: pools that keep what comes back and open what they lack, as drivers do. It counts what is
/// really open, so that a test can hold that against what the budget believes.
/// </summary>
internal sealed class BudgetBench : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Lock gate = new();
    private readonly Dictionary<string, PlayedPool> pools = new(StringComparer.Ordinal);
    private readonly List<string> cleared = [];

    public BudgetBench(int budget, int perCompany)
    {
        Budget = new ConnectionBudget(
            new PlayedEngine(Clear),
            new TenancyOptions { ConnectionBudget = budget, ConnectionsPerCompany = perCompany },
            services.GetRequiredService<IMeterFactory>(),
            NullLogger<ConnectionBudget>.Instance
        );
    }

    public ConnectionBudget Budget { get; }

    /// <summary>What is called before a pool is really cleared.</summary>
    public Action<CatalogEntry>? Clearing { get; set; }

    /// <summary>Connections that are really open now.</summary>
    public int Real { get; private set; }

    /// <summary>The most that were ever open at once.</summary>
    public int MostReal { get; private set; }

    /// <summary>The companies whose pool was cleared, in that order.</summary>
    public IReadOnlyList<string> Cleared
    {
        get
        {
            lock (gate)
            {
                return [.. cleared];
            }
        }
    }

    public static CatalogEntry Company(string name, LoginSlot login = LoginSlot.A)
    {
        var bytes = new byte[16];
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(bytes, 0);
        return new(new CompanyId(new Guid(bytes)), name, CompanyKind.Client, CompanyState.Active, "server", name, 1, Login: login);
    }

    /// <summary>Takes a place and opens.</summary>
    public async Task<Loan> TakeAsync(CatalogEntry company, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        var pool = Budget.PoolOf(company);
        await Budget.TakeAsync(pool, wait ?? TimeSpan.FromSeconds(30), cancellationToken);
        return new Loan(this, pool, Open(pool.Entry));
    }

    public void Dispose() => services.Dispose();

    private static string Key(CatalogEntry company) => $"{company.Database} {company.Login}";

    private PlayedConnection Open(CatalogEntry company)
    {
        lock (gate)
        {
            if (!pools.TryGetValue(Key(company), out var pool))
            {
                pools[Key(company)] = pool = new PlayedPool();
            }

            if (pool.Idle > 0)
            {
                pool.Idle--;
            }
            else
            {
                MostReal = Math.Max(MostReal, ++Real);
            }

            return new PlayedConnection(pool, pool.Generation);
        }
    }

    private void Return(PlayedConnection connection)
    {
        lock (gate)
        {
            if (connection.Generation == connection.Pool.Generation)
            {
                connection.Pool.Idle++;
            }
            else
            {
                Real--;
            }
        }
    }

    private void Clear(CatalogEntry company)
    {
        Clearing?.Invoke(company);
        lock (gate)
        {
            cleared.Add(company.Name);
            if (pools.TryGetValue(Key(company), out var pool))
            {
                Real -= pool.Idle;
                pool.Idle = 0;
                pool.Generation++;
            }
        }
    }

    internal sealed record PlayedConnection(PlayedPool Pool, int Generation);

    internal sealed class PlayedPool
    {
        public int Idle { get; set; }

        public int Generation { get; set; }
    }

    /// <summary>An engine that only empties pools.</summary>
    private sealed class PlayedEngine(Action<CatalogEntry> clear) : EngineDecorator(null!)
    {
        public override void ClearIdle(CatalogEntry company) => clear(company);
    }

    /// <summary>An open connection with its place.</summary>
    internal sealed class Loan(BudgetBench bench, CompanyPool pool, PlayedConnection connection)
    {
        public void GiveBack()
        {
            bench.Return(connection);
            pool.GiveBack();
        }
    }
}
