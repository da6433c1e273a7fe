using System.Data.Common;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.Sqlite;

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

    private readonly SqliteConnection connection;
    private List<(string Kind, string Name, string Sql)>? away;

    private SqliteCopyTarget(SqliteConnection connection) => this.connection = connection;

    public DbConnection Connection => connection;

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

    public Task WriteAsync(CopyTable table, DbDataReader rows, Action<int> written, CancellationToken cancellationToken) =>
        Task.Run(() => Write(table, rows, written, cancellationToken), cancellationToken);

    public Task FinishAsync(CancellationToken cancellationToken) => Task.Run(() => Finish(cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private void Write(CopyTable table, DbDataReader rows, Action<int> written, CancellationToken cancellationToken)
    {
        PutAway();
        using var insert = connection.CreateCommand();
        var names = table.Columns.Select((_, index) => "@p" + index.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList();
        insert.CommandText = $"INSERT INTO {table.Delimited} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", names)})";
        var values = names.ConvertAll(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }));
        for (var more = true; more; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            var count = 0;
            while (count < Batch && (more = rows.Read()))
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

    private void PutAway()
    {
        if (away is not null)
        {
            return;
        }

        // What a crash leaves half filled is dropped and made again, so nothing has to be on disk before the end.
        Run("PRAGMA synchronous = OFF");
        away = Objects();
        foreach (var (kind, name, _) in away)
        {
            Run($"DROP {kind} \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
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
            check.CommandText = "PRAGMA foreign_key_check";
            using var broken = check.ExecuteReader();
            if (broken.Read())
            {
                throw new InvalidOperationException($"A row of {broken.GetString(0)} refers to one that is not there.");
            }
        }

        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA wal_checkpoint(TRUNCATE)");
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
