using Metiva.Domain.Access;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Search;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>The best results among 100,000 records, through the query and by hand with nothing but the full-text index.</summary>
internal static class SearchBenchmark
{
    private const int Records = 100_000;
    private const int Shown = 8;
    private const double Limit = 1.30;
    private const string Typed = "klant 12 onder";
    private const string Match = "\"klant\"* \"12\"* \"onder\"*";

    private const string FillSql = """
        WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < @count)
        INSERT INTO SearchEntries (EntityType, EntityId, Published, OwnerId, Title, Text)
        SELECT CASE k % 5 WHEN 0 THEN 'Account' WHEN 1 THEN 'Contact' WHEN 2 THEN 'Contract' WHEN 3 THEN 'Project' ELSE 'Invoice' END,
               printf('0190%04x-0000-7000-8000-%012d', k % 65536, k), k % 2, '00000000-0000-4000-8000-000000000001',
               printf('2026-%06d · Klant %d B.V.', k, k), printf('PO %d', k * 7)
               || CASE WHEN k % 3 = 0 THEN ' Onderhoud website en hosting' ELSE ' Ontwerp van een campagne, advies' END
               || ' volgens afspraak, per maand, inclusief rapportage en overleg' FROM n
        """;

    private const string BareSql =
        "SELECT e.EntityType, e.EntityId, e.Title, substr(e.Text, 1, 2000) FROM SearchText CROSS JOIN SearchEntries e ON e.Id = SearchText.rowid"
        + " WHERE SearchText MATCH @match ORDER BY SearchText.rank LIMIT @take";

    public static async Task<BenchmarkLine> RunAsync()
    {
        await using var bench = await TenancyBench.StartAsync(onSqlServer: false);
        await using (var file = (SqliteConnection)await bench.OpenBesideAsync(bench.A))
        {
            using var fill = file.CreateCommand();
            fill.CommandText = FillSql;
            fill.Parameters.AddWithValue("@count", Records);
            fill.ExecuteNonQuery();
        }

        using var scope = bench.As(Role.Finance, bench.A);
        var query = scope.Get<GlobalSearchQuery>();
        var text = SqliteFiles.ConnectionString(bench.Services.GetRequiredService<SqliteFiles>().Company(bench.A.ToString()));
        var request = new SearchRequest(Typed, Portal: false, PageSize: Shown);

        SearchHits Ours() => query.Suggest(request, CancellationToken.None).GetAwaiter().GetResult().Value;
        if (Ours().Rows is not { Count: Shown } rows || !rows.SequenceEqual(Bare(text)))
        {
            throw new InvalidOperationException("The two do not find the same.");
        }

        var compared = Measure.Compare(() => Ours(), () => Bare(text), perBatch: 2, batches: 20);
        return new BenchmarkLine(
            "Search over 100,000 records",
            "the bare full-text query over ADO.NET",
            BenchmarkReport.Number(Limit),
            compared.Ratio,
            "0.00",
            compared.Ratio.Median <= Limit,
            $"three words, the best {Shown}, filtered by permission and scope: {compared.Subject.Median / 1000:0.00} ms, bare {compared.Baseline.Median / 1000:0.00} ms."
        );
    }

    /// <summary>What somebody would write who wants nothing but the index.</summary>
    private static List<SearchHit> Bare(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = BareSql;
        command.Parameters.AddWithValue("@match", Match);
        command.Parameters.AddWithValue("@take", Shown);
        using var reader = command.ExecuteReader();
        var hits = new List<SearchHit>(Shown);
        while (reader.Read())
        {
            hits.Add(
                new SearchHit
                {
                    EntityType = reader.GetString(0),
                    EntityId = Guid.ParseExact(reader.GetString(1), "D"),
                    Title = reader.GetString(2),
                    Text = reader.GetString(3),
                }
            );
        }

        return hits;
    }
}
