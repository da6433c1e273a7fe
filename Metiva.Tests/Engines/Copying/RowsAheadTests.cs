using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Metiva.Tests.Engines.Copying;

public sealed class RowsAheadTests
{
    private const string FillSql = """
        CREATE TABLE Notes (Id INTEGER PRIMARY KEY, Text TEXT, Body BLOB, Share REAL);
        WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 5003)
        INSERT INTO Notes SELECT k, CASE k % 3 WHEN 0 THEN NULL ELSE 'Notitie ' || k || ' é' END, randomblob(k % 40), k / 7.0 FROM n;
        """;

    private static readonly CopyTable Notes = new(
        "Notes",
        "Notes",
        ["Id", "Text", "Body", "Share"],
        ["Id", "Text", "Body", "Share"],
        "SELECT Id, Text, Body, Share FROM Notes ORDER BY Id",
        RefersToItself: false,
        IsStamp: false
    );

    [Fact]
    public async Task Every_row_comes_in_order_and_was_hashed_as_it_came()
    {
        await using var connection = await FilledAsync(FillSql);
        var expected = await RowHash.OfAsync(connection, Notes, CancellationToken.None);
        await using var ahead = RowsAhead.Of(connection, Notes, CancellationToken.None);
        await using var rows = ahead.Take();
        using var seen = new RowHash();
        var last = 0L;
        while (await rows.ReadAsync(CancellationToken.None))
        {
            Assert.Equal(++last, rows.GetInt64(rows.GetOrdinal("Id")));
            var row = new object[rows.FieldCount];
            Assert.Equal(4, rows.GetValues(row));
            Assert.Equal(last % 3 == 0, rows.IsDBNull(1));
            seen.Add(row);
        }

        Assert.Equal(5003, expected.Rows);
        Assert.Equal(expected, seen.Digest());
        Assert.Equal(expected, await ahead.DigestAsync());
        Assert.False(await rows.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_table_without_rows_ends_at_once()
    {
        await using var connection = await FilledAsync(FillSql + "DELETE FROM Notes;");
        await using var ahead = RowsAhead.Of(connection, Notes, CancellationToken.None);
        await using var rows = ahead.Take();
        Assert.False(await rows.ReadAsync(CancellationToken.None));
        Assert.Equal(0, (await ahead.DigestAsync()).Rows);
    }

    [Fact]
    public async Task What_goes_wrong_while_reading_ahead_reaches_whoever_writes()
    {
        await using var connection = await FilledAsync(FillSql);
        var broken = Notes with
        {
            Select = "SELECT Id, Text, Body, CASE WHEN Id < 2000 THEN 1.0 ELSE abs(-9223372036854775808) END FROM Notes",
        };
        await using var ahead = RowsAhead.Of(connection, broken, CancellationToken.None);
        await using var rows = ahead.Take();
        var read = 0;
        var exception = await Assert.ThrowsAsync<SqliteException>(async () =>
        {
            while (await rows.ReadAsync(CancellationToken.None))
            {
                read++;
            }
        });
        Assert.Contains("integer overflow", exception.Message, StringComparison.Ordinal);
        Assert.InRange(read, 1, 1999);
        await Assert.ThrowsAsync<SqliteException>(ahead.DigestAsync);
    }

    [Fact]
    public async Task Whoever_leaves_early_stops_the_reading_and_it_never_counts_as_read()
    {
        await using var connection = await FilledAsync(FillSql);
        var ahead = RowsAhead.Of(connection, Notes, CancellationToken.None);
        await using var rows = ahead.Take();
        Assert.True(await rows.ReadAsync(CancellationToken.None));
        await ahead.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(ahead.DigestAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await rows.ReadAsync(CancellationToken.None)) { }
        });

        // The connection is free again.
        Assert.Equal(5003, (await RowHash.OfAsync(connection, Notes, CancellationToken.None)).Rows);
    }

    [Fact]
    public async Task Two_who_write_share_the_rows()
    {
        await using var connection = await FilledAsync(FillSql);
        await using var ahead = RowsAhead.Of(connection, Notes, CancellationToken.None);
        var begun = 0;
        var bothBegan = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var both = await Task.WhenAll(TakenAsync(), TakenAsync());
        Assert.Equal(Enumerable.Range(1, 5003).Select(id => (long)id), both.SelectMany(ids => ids).Order());

        async Task<List<long>> TakenAsync()
        {
            await using var rows = ahead.Take();
            List<long> ids = [];
            while (await rows.ReadAsync(CancellationToken.None))
            {
                ids.Add(rows.GetInt64(0));
                if (ids.Count == 1 && Interlocked.Increment(ref begun) == 2)
                {
                    bothBegan.SetResult();
                }

                await bothBegan.Task.WaitAsync(TimeSpan.FromMinutes(1));
            }

            return ids;
        }
    }

    private static async Task<SqliteConnection> FilledAsync(string sql)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
