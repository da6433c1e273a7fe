using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>What sealing and checking 100,000 audit records costs beside reading the same rows and hashing the same bytes bare.</summary>
internal static class AuditBenchmark
{
    private const int Records = 100_000;
    private const double SealLimit = 2.5;
    private const double VerifyLimit = 1.5;

    private const string FillSql = """
        WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < @count)
        INSERT INTO AuditRecords (At, PersonId, PersonName, Action, EntityType, EntityId, Summary, Before, After)
        SELECT 1700000000000 + k, '00000000-0000-4000-8000-000000000001', 'Femke de Boer', 'invoices.issued', 'Invoice',
               printf('0190%04x-0000-7000-8000-%012d', k % 65536, k), printf('2026-%06d', k), '{"state":"InReview"}',
               printf('{"state":"Issued","number":"2026-%06d","total":%d}', k, k * 121) FROM n
        """;

    private const string RecordsSql =
        "SELECT Sequence, At, OperationId, PersonId, PersonName, Action, EntityType, EntityId, Summary, Before, After"
        + " FROM AuditRecords ORDER BY Sequence";

    public static async Task<IEnumerable<BenchmarkLine>> RunAsync()
    {
        var seal = new List<(double Ours, double Bare)>();
        var verify = new List<(double Ours, double Bare)>();
        foreach (var _ in Enumerable.Range(0, Measure.Runs))
        {
            await using var bench = await TenancyBench.StartAsync(onSqlServer: false);
            await using var file = (SqliteConnection)await bench.OpenBesideAsync(bench.A);
            Run(file, FillSql, ("@count", Records));
            Run(file, "CREATE TABLE Bare (Sequence INTEGER PRIMARY KEY, Hash BLOB NOT NULL)");
            var bareSeal = Time(() => BareSeal(file));
            Run(file, "DROP TABLE Bare");
            seal.Add((await TimeAsync(() => bench.WriteAsync(bench.A, "The one that seals them all")), bareSeal));
            var logs = bench.Services.GetRequiredService<AuditLogs>();
            var ours = await TimeAsync(async () =>
            {
                if (await logs.VerifyAsync(bench.A, default) is not { Intact: true, Records: > Records })
                {
                    throw new InvalidOperationException("Not intact.");
                }
            });
            verify.Add((ours, Time(() => BareVerify(file))));
        }

        return
        [
            Line("Seal 100,000 audit records", "reading, hashing and inserting them bare, in one transaction", SealLimit, seal),
            Line("Verify 100,000 audit records", "reading and hashing them bare", VerifyLimit, verify),
        ];
    }

    private static BenchmarkLine Line(string what, string against, double limit, List<(double Ours, double Bare)> runs)
    {
        var ratio = Spread.Of(runs.Select(run => run.Ours / run.Bare));
        return new BenchmarkLine(
            what,
            against,
            BenchmarkReport.Number(limit),
            ratio,
            "0.00",
            ratio.Median <= limit,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Spread.Of(runs.Select(run => run.Ours)).Median:0.00} s against {Spread.Of(runs.Select(run => run.Bare)).Median:0.00} s."
            )
        );
    }

    private static void BareSeal(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO Bare (Sequence, Hash) VALUES (@sequence, @hash)";
        var sequence = insert.Parameters.Add("@sequence", SqliteType.Integer);
        var hash = insert.Parameters.Add("@hash", SqliteType.Blob);
        Hash(
            connection,
            transaction,
            (place, sealing) =>
            {
                (sequence.Value, hash.Value) = (place, sealing);
                insert.ExecuteNonQuery();
            }
        );
        transaction.Commit();
    }

    private static void BareVerify(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        using var seals = connection.CreateCommand();
        seals.Transaction = transaction;
        seals.CommandText = "SELECT Sequence, Hash FROM AuditSeals ORDER BY Sequence";
        using var reader = seals.ExecuteReader();
        Hash(
            connection,
            transaction,
            (place, sealing) =>
            {
                if (!reader.Read() || reader.GetInt64(0) != place || !sealing.AsSpan().SequenceEqual((byte[])reader.GetValue(1)))
                {
                    throw new InvalidOperationException("Not the seal.");
                }
            }
        );
    }

    private static void Hash(SqliteConnection connection, SqliteTransaction transaction, Action<long, byte[]> found)
    {
        using var records = connection.CreateCommand();
        records.Transaction = transaction;
        records.CommandText = RecordsSql;
        using var reader = records.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var previous = AuditChain.Beginning;
        while (reader.Read())
        {
            hash.AppendData(previous);
            for (var column = 0; column < reader.FieldCount; column++)
            {
                var text = reader.IsDBNull(column) || column < 2 ? null : Encoding.UTF8.GetBytes(reader.GetString(column));
                hash.AppendData(
                    BitConverter.GetBytes(
                        System.Net.IPAddress.HostToNetworkOrder(column < 2 ? reader.GetInt64(column) : text?.Length ?? -1L)
                    )
                );
                if (text is not null)
                {
                    hash.AppendData(text);
                }
            }

            previous = hash.GetHashAndReset();
            found(reader.GetInt64(0), previous);
        }
    }

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Run(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
