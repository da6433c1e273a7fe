using System.Data.Common;
using System.Threading.Channels;

namespace Metiva.Tenancy.Engines.Copying;

/// <summary>
/// The rows of a table, read and hashed ahead of whoever writes them, so that one database is not idle while the other works. Only a few
/// batches wait at a time, and a batch ends at a number of rows or bytes, so memory does not grow with the table.
/// </summary>
internal sealed class RowsAhead : IAsyncDisposable
{
    private const int BatchRows = 500;
    private const int BatchBytes = 1 << 20;
    private const int BatchesAhead = 4;

    private readonly Channel<List<object[]>> batches = Channel.CreateBounded<List<object[]>>(
        new BoundedChannelOptions(BatchesAhead) { SingleWriter = true }
    );

    private readonly CancellationTokenSource left;
    private readonly Task<TableDigest> reading;
    private int closed;

    private RowsAhead(DbConnection connection, CopyTable table, CancellationToken cancellationToken)
    {
        Table = table;
        left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading = Task.Run(() => FillAsync(connection, left.Token), CancellationToken.None);
    }

    /// <summary>Whose rows they are.</summary>
    internal CopyTable Table { get; }

    /// <summary>Begins to read a table on a connection that does nothing else until this is disposed.</summary>
    internal static RowsAhead Of(DbConnection connection, CopyTable table, CancellationToken cancellationToken) =>
        new(connection, table, cancellationToken);

    /// <summary>The rows as one who writes takes them. Several may take at once: each row goes to one of them.</summary>
    internal RowStream Take() => new(Table, batches.Reader);

    /// <summary>What was read, once it was read to its end.</summary>
    internal Task<TableDigest> DigestAsync() => reading;

    /// <summary>Stops the reading; whoever waits for rows hears that it was cancelled. The connection is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 1)
        {
            return;
        }

        await left.CancelAsync();
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        left.Dispose();
    }

    private async Task<TableDigest> FillAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            using var hash = new RowHash();
            await using var command = Table.Reading(connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<object[]> rows = [];
            var bytes = 0L;
            while (await reader.ReadAsync(cancellationToken))
            {
                var row = new object[Table.Names.Count];
                reader.GetValues(row);
                bytes += hash.Add(row);
                rows.Add(row);
                if (rows.Count == BatchRows || bytes >= BatchBytes)
                {
                    await batches.Writer.WriteAsync(rows, cancellationToken);
                    (rows, bytes) = (new List<object[]>(BatchRows), 0);
                }
            }

            if (rows.Count > 0)
            {
                await batches.Writer.WriteAsync(rows, cancellationToken);
            }

            batches.Writer.Complete();
            return hash.Digest();
        }
        catch (Exception exception)
        {
            batches.Writer.Complete(exception);
            throw;
        }
    }
}
