using System.Data.Common;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Engines.Sqlite;

/// <summary>
/// A new file that is being filled. Indexes and triggers are taken away first and made again from their own statements at the end: the
/// triggers guard against changes that a copy does not make, and an index is built faster from all rows than row by row.
/// </summary>
internal sealed class SqliteCopyTarget : ICopyTarget
{
    private const int Batch = 5_000;
    private const string ObjectsSql =
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, name";
    private const string BrokenSql = "PRAGMA foreign_key_check";
    private const string CarelessSql = "PRAGMA synchronous = OFF";
    private const string CarefulSql = "PRAGMA synchronous = FULL";
    private const string FoldSql = "PRAGMA wal_checkpoint(TRUNCATE)";

    private readonly SqliteConnection connection;
    private List<(string Kind, string Name, string Sql)>? away;

    private SqliteCopyTarget(SqliteConnection connection) => this.connection = connection;

    public DbConnection Connection => connection;

    /// <summary>What it sends besides the statements of indexes and triggers, which are those of the migrations.</summary>
    internal static IEnumerable<string> Texts(SqlDialect dialect)
    {
        using var context = SqliteCopy.Model();
        var indexes = context.Model.GetRelationalModel().Tables.SelectMany(table => table.Indexes).Select(index => index.Name);
        return
        [
            ObjectsSql,
            BrokenSql,
            CarelessSql,
            CarefulSql,
            FoldSql,
            SearchTables.Rebuild,
            .. CopyTable.AllOf(context).Select(Insert),
            .. indexes.Select(name => Drop("index", name)),
            Drop("trigger", "CompanyIdentity_Delete"),
        ];
    }

    internal static SqliteCopyTarget Open(string file)
    {
        var text = new SqliteConnectionStringBuilder(SqliteFiles.ConnectionString(file, pooled: false))
        {
            // Whole tables come in; whether references hold is asked once, at the end.
            ForeignKeys = false,
        };
        var opened = new SqliteConnection(text.ToString());
        opened.Open();
        return new SqliteCopyTarget(opened);
    }

    public Task WriteAsync(RowsAhead rows, Action<int> written, CancellationToken cancellationToken) =>
        Task.Run(() => FillAsync(rows, written, cancellationToken), cancellationToken);

    public Task FinishAsync(CancellationToken cancellationToken) => Task.Run(() => Finish(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task FillAsync(RowsAhead ahead, Action<int> written, CancellationToken cancellationToken)
    {
        PutAway();
        await using var rows = ahead.Take();
        using var insert = connection.CreateCommand();
        insert.CommandText = Insert(ahead.Table);
        var values = Parameters(ahead.Table).Select(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name })).ToList();
        for (var more = true; more; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            var count = 0;
            while (count < Batch && (more = await rows.ReadAsync(cancellationToken)))
            {
                for (var column = 0; column < values.Count; column++)
                {
                    values[column].Value = rows.GetValue(column);
                }

                insert.ExecuteNonQuery();
                count++;
            }

            transaction.Commit();
            written(count);
        }
    }

    private static string Insert(CopyTable table) =>
        $"INSERT INTO {table.Delimited} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", Parameters(table))})";

    private static IEnumerable<string> Parameters(CopyTable table) =>
        table.Columns.Select((_, index) => "@p" + index.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Drop(string kind, string name) => $"DROP {kind} {SqliteIdentifier.Quote(name)}";

    private void PutAway()
    {
        if (away is not null)
        {
            return;
        }

        // What a crash leaves half filled is dropped and made again, so nothing has to be on disk before the end.
        Run(CarelessSql);
        away = Objects();
        foreach (var (kind, name, _) in away)
        {
            Run(Drop(kind, name));
        }
    }

    private void Finish(CancellationToken cancellationToken)
    {
        PutAway();
        foreach (var (_, _, sql) in away!.OrderBy(entry => entry.Kind, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(sql);
        }

        if (!Objects().SequenceEqual(away!))
        {
            throw new InvalidOperationException("Indexes or triggers of the new file are not what they were.");
        }

        using (var check = connection.CreateCommand())
        {
            check.CommandText = BrokenSql;
            using var broken = check.ExecuteReader();
            if (broken.Read())
            {
                throw new InvalidOperationException($"A row of {broken.GetString(0)} refers to one that is not there.");
            }
        }

        // Its triggers were away while the rows came.
        Run(SearchTables.Rebuild);
        Run(CarefulSql);
        Run(FoldSql);
    }

    private List<(string Kind, string Name, string Sql)> Objects()
    {
        using var command = connection.CreateCommand();
        command.CommandText = ObjectsSql;
        using var reader = command.ExecuteReader();
        List<(string Kind, string Name, string Sql)> found = [];
        while (reader.Read())
        {
            found.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
