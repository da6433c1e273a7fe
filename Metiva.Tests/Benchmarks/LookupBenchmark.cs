using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What it costs to know a caller: the snapshots alone, and from principal to outcome.</summary>
internal static class LookupBenchmark
{
    private const int MostForAnOutcome = 256;

    public static async Task<IEnumerable<BenchmarkLine>> RunAsync()
    {
        await using var bench = await TenancyBench.StartAsync();
        var snapshots = bench.Services.GetRequiredService<Snapshots>();
        var binder = bench.Services.GetRequiredService<Binder>();
        var person = bench.Person(Role.Finance, bench.A);
        var principal = person.Principal();

        void Look()
        {
            if (snapshots.Catalog.Find(person.Company) is null || snapshots.Memberships.Find(person.Id, person.Company) is null)
            {
                throw new InvalidOperationException("Not found.");
            }
        }

        void Bind()
        {
            if (binder.Bind(principal).Outcome != BindingOutcome.Bound)
            {
                throw new InvalidOperationException("Not bound.");
            }
        }

        using var scope = bench.As(person);
        var tenant = scope.Tenant;
        var look = Measure.Allocation(Look);
        var recheck = Measure.Allocation(() => tenant.Recheck(AccessKind.Command));
        var bind = Measure.Allocation(Bind);
        return
        [
            new("Snapshot lookup, warm", "", "0 bytes", look, "0 'bytes'", look.Highest <= 0, $"catalog and membership; {Time(Look)}."),
            new(
                "Recheck of a live context",
                "",
                "0 bytes",
                recheck,
                "0 'bytes'",
                recheck.Highest <= 0,
                "what every read and command does first: catalog, membership, session, freshness."
            ),
            new(
                "Principal to outcome",
                "",
                $"{MostForAnOutcome} bytes",
                bind,
                "0 'bytes'",
                bind.Highest <= MostForAnOutcome,
                $"claims, snapshots, the frozen context with its grants, and the outcome's count; {Time(Bind)}."
            ),
        ];
    }

    private static string Time(Action operation) => $"{Measure.Nanoseconds(operation, perBatch: 10_000, batches: 20).Median:0} ns";
}
