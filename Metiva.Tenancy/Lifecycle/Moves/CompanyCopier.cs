using System.Data.Common;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Copies a company's rows from one database to another and compares the two, both table by table as the rows come.</summary>
internal sealed class CompanyCopier(ICompanyCopy engine, IDatabaseEngine databases)
{
    /// <summary>Counts what there is to copy.</summary>
    internal async Task<long> CountAsync(ICompanyHold hold, CancellationToken cancellationToken)
    {
        var total = 0L;
        foreach (var table in TablesOf(hold).Where(table => !table.IsStamp))
        {
            await using var command = table.Counting(hold.Connection);
            total += Convert.ToInt64(
                await command.ExecuteScalarAsync(cancellationToken),
                System.Globalization.CultureInfo.InvariantCulture
            );
        }

        return total;
    }

    /// <summary>Copies every row and says, for each table that was copied, what was read of it.</summary>
    internal async Task<Dictionary<string, TableDigest>> CopyAsync(
        ICompanyHold hold,
        CatalogEntry target,
        Action<int> copied,
        CancellationToken cancellationToken
    )
    {
        await using var into = await engine.OpenTargetAsync(target, cancellationToken);
        Dictionary<string, TableDigest> read = [];
        foreach (var table in TablesOf(hold).Where(table => !table.IsStamp))
        {
            await using var rows = RowsAhead.Of(hold.Connection, table, cancellationToken);
            await into.WriteAsync(rows, copied, cancellationToken);
            read[table.Name] = await rows.DigestAsync();
        }

        await into.FinishAsync(cancellationToken);
        return read;
    }

    /// <summary>The tables that are not the same on both sides; the stamp is among the compared.</summary>
    /// <param name="hold">The original.</param>
    /// <param name="target">The copy, which is read in full.</param>
    /// <param name="read">What was read of the original during this very hold; the tables that it leaves out are read now.</param>
    /// <param name="cancellationToken">Stops it between two rows.</param>
    internal async Task<List<string>> DifferencesAsync(
        ICompanyHold hold,
        CatalogEntry target,
        IReadOnlyDictionary<string, TableDigest> read,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await engine.OpenTargetAsync(target, cancellationToken);
        var tables = TablesOf(hold);

        // Two databases, so two at a time; each side is one connection that reads one table after the other.
        var both = await Task.WhenAll(
            Task.Run(() => DigestsAsync(hold.Connection, tables, read, cancellationToken), cancellationToken),
            Task.Run(() => DigestsAsync(copy.Connection, tables, known: null, cancellationToken), cancellationToken)
        );
        return [.. tables.Where((_, index) => both[0][index] != both[1][index]).Select(table => table.Name)];
    }

    private static async Task<List<TableDigest>> DigestsAsync(
        DbConnection connection,
        List<CopyTable> tables,
        IReadOnlyDictionary<string, TableDigest>? known,
        CancellationToken cancellationToken
    )
    {
        List<TableDigest> digests = [];
        foreach (var table in tables)
        {
            digests.Add(known?.GetValueOrDefault(table.Name) ?? await RowHash.OfAsync(connection, table, cancellationToken));
        }

        return digests;
    }

    private List<CopyTable> TablesOf(ICompanyHold hold)
    {
        using var context = databases.CreateCompanyContext(hold.Connection);
        return CopyTable.AllOf(context);
    }
}
