using System.Data.Common;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// A new database that is being filled by bulk copy: keys come as they are, references are checked, triggers are not asked. Each table
/// comes after those that it refers to. The administrator writes, over two connections because a server works for each of them with one
/// processor, and because not every server tells an owner what bulk copy asks about the columns first; the owner does the rest, because
/// only an owner may number a table on.
/// </summary>
internal sealed class SqlServerCopyTarget(SqlConnection connection, Func<CancellationToken, Task<SqlConnection>> openWriter) : ICopyTarget
{
    private const int Batch = 5_000;
    private const int Writers = 2;
    private readonly List<SqlConnection> writers = [];

    /// <summary>Every text that it may send, for the one table that numbers its rows.</summary>
    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [
            SqlServerStatements.NumberedTables,
            SqlServerStatements.HighestNumber("dbo", "AuditRecords", "Sequence"),
            SqlServerStatements.LastNumber("dbo", "AuditRecords"),
            SqlServerStatements.NumberOn("dbo", "AuditRecords", 7),
        ];

    public DbConnection Connection => connection;

    public async Task WriteAsync(RowsAhead rows, Action<int> written, CancellationToken cancellationToken)
    {
        var wanted = rows.Table.RefersToItself ? 1 : Writers;
        while (writers.Count < wanted)
        {
            writers.Add(await openWriter(cancellationToken));
        }

        await Task.WhenAll(writers.Take(wanted).Select(WriteAsync));

        async Task WriteAsync(SqlConnection writer)
        {
            try
            {
                await FillAsync(writer, rows, written, cancellationToken);
            }
            catch
            {
                // The others end as cancelled, so what went wrong here is what is heard of.
                await rows.DisposeAsync();
                throw;
            }
        }
    }

    // Every batch was committed, and nothing was out of the way. But keys that came as they were leave the numbering at its start on
    // some servers, and then the next row would get a number that is taken.
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        List<(string Schema, string Table, string Column)> numbered = [];
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = SqlServerStatements.NumberedTables;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                numbered.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
            }
        }

        foreach (var (schema, table, column) in numbered)
        {
            if (await NumberAsync(SqlServerStatements.HighestNumber(schema, table, column), cancellationToken) is not { } highest)
            {
                continue;
            }

            // A table that stands at the first number may not have given it yet. Leaving one number out does no harm.
            var last = await NumberAsync(SqlServerStatements.LastNumber(schema, table), cancellationToken);
            if (last is null or <= 1 || last < highest)
            {
                await SqlServerRemoval.RunAsync(connection, SqlServerStatements.NumberOn(schema, table, highest + 1), cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private static async Task FillAsync(SqlConnection writer, RowsAhead ahead, Action<int> written, CancellationToken cancellationToken)
    {
        using var bulk = new SqlBulkCopy(
            writer,
            SqlBulkCopyOptions.KeepIdentity | SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.CheckConstraints,
            externalTransaction: null
        );
        bulk.DestinationTableName = ahead.Table.Delimited;
        bulk.BatchSize = Batch;
        bulk.NotifyAfter = Batch;
        bulk.BulkCopyTimeout = 0;
        for (var column = 0; column < ahead.Table.Names.Count; column++)
        {
            bulk.ColumnMappings.Add(column, ahead.Table.Names[column]);
        }

        var told = 0L;
        bulk.SqlRowsCopied += (_, copied) =>
        {
            written((int)(copied.RowsCopied - told));
            told = copied.RowsCopied;
        };
        await using var rows = ahead.Take();
        await bulk.WriteToServerAsync(rows, cancellationToken);
        written((int)(bulk.RowsCopied64 - told));
    }

    private async Task<long?> NumberAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellationToken) is { } number and not DBNull
            ? Convert.ToInt64(number, provider: null)
            : null;
    }
}
