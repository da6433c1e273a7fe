using System.Data.Common;
using Metiva.Domain.Access;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What the way through the context, the catalog and the stamp adds to opening a pooled connection.</summary>
internal static class OpenBenchmark
{
    private const double Limit = 1.10;

    /// <summary>On files, and on a SQL Server where there is one to test with.</summary>
    public static async Task<IEnumerable<BenchmarkLine>> RunAsync()
    {
        var lines = new List<BenchmarkLine> { await OfAsync(onSqlServer: false) };
        if (TestServer.Administrator is not null)
        {
            lines.Add(await OfAsync(onSqlServer: true));
        }

        return lines;
    }

    private static async Task<BenchmarkLine> OfAsync(bool onSqlServer)
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: onSqlServer);
        using var scope = bench.As(Role.Finance, bench.A);
        var database = scope.Get<CompanyDatabase>();
        Ours();
        var text = onSqlServer
            ? ((SqlServerTarget)bench.EntryOf(bench.A).EngineState!).ConnectionString
            : SqliteFiles.ConnectionString(bench.Services.GetRequiredService<SqliteFiles>().Company(bench.A.ToString()));

        void Ours()
        {
            using var connection = database.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
            SelectOne(connection.Connection);
        }

        // Each in the way that its driver is opened: the file's blocks anyway.
        void Raw()
        {
            using DbConnection connection = onSqlServer ? new SqlConnection(text) : new SqliteConnection(text);
            if (onSqlServer)
            {
                connection.OpenAsync().GetAwaiter().GetResult();
            }
            else
            {
                connection.Open();
            }

            SelectOne(connection);
        }

        var compared = Measure.Compare(Ours, Raw, perBatch: onSqlServer ? 20 : 200, batches: 60);
        return new BenchmarkLine(
            "Open, `SELECT 1`, close through the factory" + (onSqlServer ? ", SQL Server" : ""),
            "raw provider, same pooled connection string" + (onSqlServer ? "" : " and pragmas"),
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
        if (command.ExecuteScalar() is not (1L or 1))
        {
            throw new InvalidOperationException("Not one.");
        }
    }
}
