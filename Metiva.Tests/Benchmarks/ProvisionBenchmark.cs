using System.Diagnostics;
using System.Globalization;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What making many companies costs beside running the same statements into as many new files.</summary>
internal static class ProvisionBenchmark
{
    private const double Limit = 1.5;
    private const int Companies = 200;
    private const int AtOnce = 2;

    public static async Task<BenchmarkLine> RunAsync(int companies = Companies)
    {
        // A process that has made none before has its code to compile; that is not what is asked.
        _ = (await OursAsync(companies), await BareAsync(companies));
        var runs = new List<(double Ours, double Bare)>();
        foreach (var _ in Enumerable.Range(0, Measure.Runs))
        {
            runs.Add((await OursAsync(companies), await BareAsync(companies)));
        }

        var ratio = Spread.Of(runs.Select(run => run.Ours / run.Bare));
        return new BenchmarkLine(
            string.Create(CultureInfo.InvariantCulture, $"Provision {companies} companies, {AtOnce} at once"),
            "the same statements in a bare loop, as many at once",
            BenchmarkReport.Number(Limit),
            ratio,
            "0.00",
            ratio.Median <= Limit,
            string.Create(
                CultureInfo.InvariantCulture,
                $"registered, made, stamped and activated: {Spread.Of(runs.Select(run => run.Ours)).Median * 1000 / companies:0} ms each, bare {Spread.Of(runs.Select(run => run.Bare)).Median * 1000 / companies:0} ms."
            )
        );
    }

    private static async Task<double> OursAsync(int companies)
    {
        await using var bench = await TenancyBench.StartAsync();
        var provisioner = bench.Services.GetRequiredService<CompanyProvisioner>();
        return await TimeAsync(
            companies,
            async (number, token) =>
            {
                var company = new NewCompany(
                    new CompanyId(Guid.NewGuid()),
                    string.Create(CultureInfo.InvariantCulture, $"Bedrijf {number}"),
                    CompanyKind.Client,
                    "bench"
                );
                await provisioner.ProvisionAsync(company, token);
            }
        );
    }

    private static async Task<double> BareAsync(int companies)
    {
        var root = Directory.CreateTempSubdirectory("metiva-bare-").FullName;
        await using var context = new SqliteCompanyContext(new DbContextOptionsBuilder<SqliteCompanyContext>().UseSqlite().Options);
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
        var seconds = await TimeAsync(
            companies,
            (number, token) =>
            {
                var directory = Directory.CreateDirectory(Path.Combine(root, number.ToString(CultureInfo.InvariantCulture))).FullName;
                using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "company.db")};Pooling=False");
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA journal_mode = WAL";
                command.ExecuteNonQuery();
                using (var transaction = connection.BeginTransaction())
                {
                    command.Transaction = transaction;
                    command.CommandText = script;
                    command.ExecuteNonQuery();
                    transaction.Commit();
                }

                command.Transaction = null;
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                command.ExecuteNonQuery();
                return ValueTask.CompletedTask;
            }
        );
        Directory.Delete(root, recursive: true);
        return seconds;
    }

    private static async Task<double> TimeAsync(int companies, Func<int, CancellationToken, ValueTask> make)
    {
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, companies), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, make);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
