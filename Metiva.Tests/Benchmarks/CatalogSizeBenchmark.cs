using System.Collections.Immutable;
using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tests.Benchmarks;

/// <summary>Whether an installation with many companies pays for it: in time at each lookup, and in memory.</summary>
internal static class CatalogSizeBenchmark
{
    private const int Few = 10;
    private const int Many = 10_000;
    private const double SlowerAtMost = 1.2;
    private const int MostBytes = 1_024;

    public static IEnumerable<BenchmarkLine> Run()
    {
        // Both before either is measured, so that the collector is not at work on one of them.
        var few = new World(Few);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var many = new World(Many);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Many;

        var warm = Measure.Compare(many.LookAtTen, few.LookAtTen, perBatch: 2_000, batches: 60);
        var sweep = Measure.Compare(many.LookAtNext, few.LookAtNext, perBatch: Many, batches: 20);
        GC.KeepAlive(few);
        GC.KeepAlive(many);
        return
        [
            new(
                "Lookup with 10,000 companies",
                "with 10",
                BenchmarkReport.Number(SlowerAtMost),
                warm.Ratio,
                "0.00",
                warm.Ratio.Median <= SlowerAtMost,
                $"company and membership of ten callers in turn, {warm.Subject.Median * 100:0} ns each against {warm.Baseline.Median * 100:0} ns. "
                    + $"Going through all 10,000 one after the other, where the processor's cache holds nothing of the next, takes {sweep.Subject.Median * 1000:0} ns each (ratio {BenchmarkReport.Number(sweep.Ratio.Median)}, for information)."
            ),
            new(
                "Heap for each company",
                "",
                $"{MostBytes} bytes",
                new Spread(bytes, bytes, bytes),
                "0 'bytes'",
                bytes <= MostBytes,
                "its catalog entry with names, and one membership."
            ),
        ];
    }

    private sealed class World
    {
        private readonly Snapshots snapshots = new(TimeProvider.System, new TenancyOptions());
        private readonly CompanyId[] companies;
        private readonly PersonId[] people;
        private int next;

        public World(int count)
        {
            companies = [.. Enumerable.Range(0, count).Select(number => new CompanyId(Key(1, number)))];
            people = [.. Enumerable.Range(0, count).Select(number => new PersonId(Key(2, number)))];
            for (var number = 0; number < count; number++)
            {
                var company = companies[number];
                snapshots.Catalog.Set(
                    new CatalogEntry(
                        company,
                        string.Create(CultureInfo.InvariantCulture, $"Bedrijf nummer {number} in Noord-Brabant B.V."),
                        CompanyKind.Client,
                        CompanyState.Active,
                        // As the feed reads it: a text of its own for each row.
                        new string("local"),
                        company.ToString(),
                        SchemaVersions.Newest
                    )
                );
                snapshots.Memberships.SetPerson(
                    people[number],
                    ImmutableArray.Create(new MemberEntry(people[number], company, $"Persoon {number}", RoleSet.Of(Role.Finance)))
                );
            }
        }

        public void LookAtTen()
        {
            var step = companies.Length / 10;
            for (var number = 0; number < 10; number++)
            {
                Look(number * step);
            }
        }

        public void LookAtNext()
        {
            Look(next);
            next = next + 1 == companies.Length ? 0 : next + 1;
        }

        private void Look(int number)
        {
            if (snapshots.Catalog.Find(companies[number]) is null || snapshots.Memberships.Find(people[number], companies[number]) is null)
            {
                throw new InvalidOperationException("Not found.");
            }
        }

        // Spread over the whole range as real ones are, and the same in every run.
        private static Guid Key(int kind, int number)
        {
            Span<byte> bytes = stackalloc byte[16];
            new Random((kind * 1_000_003) + number).NextBytes(bytes);
            return new Guid(bytes);
        }
    }
}
