using System.Data.Common;
using Metiva.Domain.Access;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What the way through the context, the catalog and the stamp adds to opening a pooled connection.</summary>
internal static class OpenBenchmark
{
    private const double Limit = 1.10;

    public static async Task<BenchmarkLine> RunAsync()
    {
        await using var bench = await TenancyBench.StartAsync();
        using var scope = bench.As(Role.Finance, bench.A);
        var database = scope.Get<CompanyDatabase>();
        var text = SqliteFiles.ConnectionString(bench.Services.GetRequiredService<SqliteFiles>().Company(bench.A.ToString()));

        void Ours()
        {
            using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
            SelectOne(connection.Connection);
        }

        void Raw()
        {
            using var connection = new SqliteConnection(text);
            connection.Open();
            SelectOne(connection);
        }

        var compared = Measure.Compare(Ours, Raw, perBatch: 200, batches: 60);
        return new BenchmarkLine(
            "Open, `SELECT 1`, close through the factory",
            "raw provider, same pooled connection string and pragmas",
            BenchmarkReport.Number(Limit),
            compared.Ratio,
            "0.00",
            compared.Ratio.Median <= Limit,
            $"the bound company's path with its recheck and the remembered stamp: {compared.Subject.Median:0.00} µs, raw {compared.Baseline.Median:0.00} µs."
        );
    }

    private static void SelectOne(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        if (command.ExecuteScalar() is not 1L)
        {
            throw new InvalidOperationException("Not one.");
        }
    }
}
