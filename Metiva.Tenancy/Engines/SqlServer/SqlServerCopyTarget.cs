using System.Data.Common;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.Data.SqlClient;

namespace Metiva.Tenancy.Engines.SqlServer;

/// <summary>
/// A new database that is being filled by bulk copy: keys come as they are, references are checked, triggers are not asked. Each table
/// comes after those that it refers to.
/// </summary>
internal sealed class SqlServerCopyTarget(SqlConnection connection) : ICopyTarget
{
    private const int Batch = 5_000;

    public DbConnection Connection => connection;

    public async Task WriteAsync(CopyTable table, DbDataReader rows, Action<int> written, CancellationToken cancellationToken)
    {
        using var bulk = new SqlBulkCopy(
            connection,
            SqlBulkCopyOptions.KeepIdentity | SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.CheckConstraints,
            externalTransaction: null
        );
        bulk.DestinationTableName = table.Delimited;
        bulk.BatchSize = Batch;
        bulk.NotifyAfter = Batch;
        bulk.EnableStreaming = true;
        bulk.BulkCopyTimeout = 0;
        for (var column = 0; column < table.Names.Count; column++)
        {
            bulk.ColumnMappings.Add(column, table.Names[column]);
        }

        var told = 0L;
        bulk.SqlRowsCopied += (_, copied) =>
        {
            written((int)(copied.RowsCopied - told));
            told = copied.RowsCopied;
        };
        await bulk.WriteToServerAsync(rows, cancellationToken);
        written((int)(bulk.RowsCopied64 - told));
    }

    // Every batch was committed, and nothing was out of the way.
    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
