using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;

namespace Metiva.Tests.Benchmarks;

/// <summary>What one company that asks without end does to another's slowest reads.</summary>
internal static class NeighbourBenchmark
{
    private const double Limit = 3;
    private const int Callers = 32;
    private const int Reads = 2_000;

    // A page's worth of work: some thousand rows are gone through.
    private const string ReadSql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT COUNT(*) FROM n";

    public static async Task<BenchmarkLine> RunAsync()
    {
        await using var bench = await TenancyBench.StartAsync();
        var runs = new List<(double Alone, double Beside)>();
        for (var run = -1; run < Measure.Runs; run++)
        {
            var alone = await SlowestAsync(bench, bench.B);
            using var stop = new CancellationTokenSource();
            var hammering = Enumerable.Range(0, Callers).Select(_ => HammerAsync(bench, bench.A, stop.Token)).ToList();
            var beside = await SlowestAsync(bench, bench.B);
            await stop.CancelAsync();
            await Task.WhenAll(hammering);
            if (run >= 0)
            {
                runs.Add((alone, beside));
            }
        }

        var ratio = Spread.Of(runs.Select(run => run.Beside / run.Alone));
        return new BenchmarkLine(
            $"A company's p99 beside one that hammers with {Callers} callers",
            "its p99 alone",
            BenchmarkReport.Number(Limit),
            ratio,
            "0.00",
            ratio.Median <= Limit,
            $"{Reads} reads one after the other, the same kind of read on both sides: p99 alone {Spread.Of(runs.Select(run => run.Alone)).Median:0.00} ms, beside {Spread.Of(runs.Select(run => run.Beside)).Median:0.00} ms."
        );
    }

    private static async Task<double> SlowestAsync(TenancyBench bench, CompanyId company)
    {
        using var scope = bench.As(Role.Owner, company);
        var database = scope.Get<CompanyDatabase>();
        var times = new double[Reads];
        for (var read = 0; read < Reads; read++)
        {
            var start = Stopwatch.GetTimestamp();
            await database.ReadAsync(ReadAsync, CancellationToken.None);
            times[read] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Reads * 99 / 100];
    }

    private static async Task HammerAsync(TenancyBench bench, CompanyId company, CancellationToken stop)
    {
        using var scope = bench.As(Role.Owner, company);
        var database = scope.Get<CompanyDatabase>();
        while (!stop.IsCancellationRequested)
        {
            await database.ReadAsync(ReadAsync, CancellationToken.None);
        }
    }

    private static Task<long> ReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(ReadSql, cancellationToken: cancellationToken));
}
