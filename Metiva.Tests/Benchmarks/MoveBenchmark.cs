using System.Diagnostics;
using System.Globalization;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Lifecycle.Moves;
using Metiva.Tests.Servers;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What a move costs beside reading every row and writing it bare: preparing, comparing, switching and dropping included.</summary>
internal static class MoveBenchmark
{
    private const double Limit = 1.5;
    private const int Rows = 1_000_000;
    private const int MostMegabytes = 64;

    /// <summary>On files, and on a SQL Server where there is one to test with.</summary>
    public static async Task<IEnumerable<BenchmarkLine>> RunAsync(int rows = Rows)
    {
        var lines = new List<BenchmarkLine> { await OnFilesAsync(rows) };
        if (TestServer.Administrator is not null)
        {
            lines.Add(await SqlServerMove.RunAsync(rows));
        }

        return lines;
    }

    /// <summary>Moves company A to and fro, each time after the bare copy, and says how the two compare.</summary>
    public static async Task<BenchmarkLine> MeasureAsync(TenancyBench bench, string what, int rows, int times, Func<Task<double>> bareAsync)
    {
        var runs = new List<(double Ours, double Bare, double Growth)>();
        var server = MoveBench.There;
        for (var time = 0; time < times; time++)
        {
            var bare = await bareAsync();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var start = Stopwatch.GetTimestamp();
            if (!(await bench.MoveAsync(bench.A, server)).Ok)
            {
                throw new InvalidOperationException("Refused.");
            }

            var highest = before;
            while (await bench.PendingMoveAsync() is { } move)
            {
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(20);
                if (move.Trouble is { } trouble)
                {
                    throw new InvalidOperationException("The move stopped: " + trouble);
                }
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            runs.Add((seconds, bare, (highest - before) / (double)(1 << 20)));
            server = server == MoveBench.There ? "bench" : MoveBench.There;
        }

        var ratio = Spread.Of(runs.Select(run => run.Ours / run.Bare));
        var growth = Spread.Of(runs.Select(run => run.Growth));
        return new BenchmarkLine(
            string.Create(CultureInfo.InvariantCulture, $"Move of {rows:N0} rows{what}"),
            "reading them and bulk-writing them bare, into the same schema",
            BenchmarkReport.Number(Limit),
            ratio,
            "0.00",
            ratio.Median <= Limit && growth.Median <= MostMegabytes,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Spread.Of(runs.Select(run => run.Ours)).Median:0.0} s against {Spread.Of(runs.Select(run => run.Bare)).Median:0.0} s; the heap grew by at most {growth.Median:0} MB (limit {MostMegabytes}) on the way, garbage included."
            )
        );
    }

    private static async Task<BenchmarkLine> OnFilesAsync(int rows)
    {
        var place = ServerBench.Place();
        BenchmarkLine line;
        await using (var bench = await MoveBench.StartAsync(_ => Task.CompletedTask))
        {
            await bench.RegisterAsync(MoveBench.There, place);
            ManyInvoices.Fill(bench, bench.A, rows);
            line = await MeasureAsync(bench, "", rows, 3, () => Task.FromResult(Bare(bench)));
            TemporaryFiles.ReleasePools(place);
        }

        Directory.Delete(place, recursive: true);
        return line;
    }

    /// <summary>
    /// The same rows with the same batches, settings and order of work through the same driver: indexes and triggers at the end,
    /// nothing flushed before, everything on disk afterwards. Nothing is prepared, compared, switched or dropped.
    /// </summary>
    private static double Bare(TenancyBench bench)
    {
        var from = bench.Services.GetRequiredService<SqliteFiles>().Company(bench.EntryOf(bench.A));
        var to = Path.Combine(Directory.CreateTempSubdirectory("metiva-bare-").FullName, "bare.db");
        using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly;Pooling=False");
        source.Open();
        using var target = new SqliteConnection($"Data Source={to};Pooling=False;Foreign Keys=False");
        target.Open();
        Run(target, "PRAGMA journal_mode = WAL");
        Run(target, "PRAGMA synchronous = OFF");
        // A virtual table brings the tables that it keeps its content in.
        foreach (var sql in Texts(source, $"SELECT sql FROM sqlite_master WHERE name IN ({TablesOf("'table', 'virtual'")})"))
        {
            Run(target, sql);
        }

        var later = Texts(
            source,
            "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name"
        );
        var tables = Texts(source, TablesOf("'table'"));
        var start = Stopwatch.GetTimestamp();
        foreach (var table in tables)
        {
            Copy(source, target, table);
        }

        foreach (var sql in later)
        {
            Run(target, sql);
        }

        Run(target, "PRAGMA synchronous = FULL");
        Run(target, "PRAGMA wal_checkpoint(TRUNCATE)");
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        target.Dispose();
        Directory.Delete(Path.GetDirectoryName(to)!, recursive: true);
        return seconds;
    }

    private static void Copy(SqliteConnection source, SqliteConnection target, string table)
    {
        using var read = source.CreateCommand();
        read.CommandText = $"SELECT * FROM \"{table}\"";
        using var rows = read.ExecuteReader();
        using var insert = target.CreateCommand();
        var names = Enumerable
            .Range(0, rows.FieldCount)
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"@p{column}"))
            .ToList();
        insert.CommandText = $"INSERT INTO \"{table}\" VALUES ({string.Join(", ", names)})";
        var values = names.ConvertAll(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }));
        for (var more = true; more; )
        {
            using var transaction = target.BeginTransaction();
            insert.Transaction = transaction;
            for (var count = 0; count < 5_000 && (more = rows.Read()); count++)
            {
                for (var column = 0; column < values.Count; column++)
                {
                    values[column].Value = rows.GetValue(column);
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private static string TablesOf(string kinds) =>
        $"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ({kinds}) AND name NOT LIKE 'sqlite%'";

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
