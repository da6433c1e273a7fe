using System.Diagnostics;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tests.Engines.SqlServer;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>The move on a SQL Server that is registered under two names.</summary>
internal static class SqlServerMove
{
    private const int Batch = 5_000;

    // Ids in an order that is not that of the rows, as real ones are.
    private const string FillSql = """
        WITH d AS (SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS v (d)),
        n AS (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS k
              FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d e CROSS JOIN d f CROSS JOIN d g)
        INSERT INTO Accounts (Id, Name, Street, PostalCode, City, Country, CreatedBy, CreatedAt, Version)
        SELECT RIGHT('00000000' + CAST(CAST(k AS bigint) * 7919 % 1000003 AS varchar(8)), 8) + '-0000-7000-8000-' + RIGHT('000000000000' + CAST(k AS varchar(12)), 12),
               'Klant ' + CAST(k AS varchar(12)) + ' B.V.', 'Dam 1', '1012 JS', 'Amsterdam', 'NL',
               '00000000-0000-4000-8000-000000000001', 1700000000000, 1
        FROM n WHERE k < @rows
        """;

    public static async Task<BenchmarkLine> RunAsync(int rows)
    {
        await using var bench = await MoveBench.StartAsync(_ => Task.CompletedTask, onSqlServer: true);
        await SqlServerMoveTests.RegisterAsync(bench);
        await using (var connection = await bench.OpenBesideAsync(bench.A))
        {
            await connection.ExecuteAsync(FillSql, new { rows }, commandTimeout: 0);
        }

        return await MoveBenchmark.MeasureAsync(bench, ", SQL Server", rows, 3, () => BareAsync(bench));
    }

    /// <summary>
    /// The same rows in the same order with the same batches through the same driver, into a new company's database. Nothing is
    /// prepared, compared, switched or dropped.
    /// </summary>
    private static async Task<double> BareAsync(TenancyBench bench)
    {
        var target = await bench
            .Services.GetRequiredService<CompanyProvisioner>()
            .ProvisionAsync(new CompanyId(Guid.NewGuid()), "Leeg B.V.", CompanyKind.Client, "bench", CancellationToken.None);
        await using var from = await SqlServerInstallation.OpenAsync(bench.EntryOf(bench.A).Database);
        await using var into = await SqlServerInstallation.OpenAsync(target.Database);
        await using var context = bench.Services.GetRequiredService<IDatabaseEngine>().CreateCompanyContext(from);
        var tables = CopyTable.AllOf(context).Where(table => !table.IsStamp).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var table in tables)
        {
            await using var command = from.CreateCommand();
            command.CommandText = table.Select;
            command.CommandTimeout = 0;
            await using var rows = await command.ExecuteReaderAsync();
            using var bulk = new SqlBulkCopy(
                into,
                SqlBulkCopyOptions.KeepIdentity | SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.CheckConstraints,
                externalTransaction: null
            )
            {
                DestinationTableName = table.Delimited,
                BatchSize = Batch,
                EnableStreaming = true,
                BulkCopyTimeout = 0,
            };
            for (var column = 0; column < table.Names.Count; column++)
            {
                bulk.ColumnMappings.Add(column, table.Names[column]);
            }

            await bulk.WriteToServerAsync(rows);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
