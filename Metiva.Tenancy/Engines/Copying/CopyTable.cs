using System.Data.Common;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Metiva.Tenancy.Engines.Copying;

/// <summary>A table as it is copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Delimited">Its name as it stands in statements.</param>
/// <param name="Columns">Its columns, as they stand in statements.</param>
/// <param name="Names">The same columns by their names.</param>
/// <param name="Select">Reads all rows in the order of the key.</param>
/// <param name="RefersToItself">Whether a row may need another row of the same table, so that their order matters.</param>
/// <param name="IsStamp">Whether it says whose database it is: the new one has its own and is only compared.</param>
internal sealed record CopyTable(
    string Name,
    string Delimited,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Names,
    string Select,
    bool RefersToItself,
    bool IsStamp
)
{
    /// <summary>Counts the rows.</summary>
    internal string Count => $"SELECT COUNT(*) FROM {Delimited}";

    /// <summary>What copying asks of an engine's databases, whose model that context has.</summary>
    internal static IEnumerable<string> Texts(CompanyContext context) =>
        AllOf(context).SelectMany(table => new[] { table.Count, table.Select });

    /// <summary>Asks how many rows there are, however long that takes; the caller disposes it.</summary>
    internal DbCommand Counting(DbConnection connection) => Unlimited(connection, Count);

    /// <summary>Asks for every row in the order of the key, however long that takes; the caller disposes it.</summary>
    internal DbCommand Reading(DbConnection connection) => Unlimited(connection, Select);

    /// <summary>Every table of a company, as its model says, each after those that it refers to.</summary>
    internal static List<CopyTable> AllOf(CompanyContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var model = context.GetService<IDesignTimeModel>().Model;
        var stamp = model.FindEntityType(typeof(CompanyIdentity))!.GetTableName();
        var waiting = model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<CopyTable>(waiting.Count);
        var done = new HashSet<ITable>();
        while (waiting.Count > 0)
        {
            var next =
                waiting.Find(table =>
                    table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || done.Contains((ITable)key.PrincipalTable))
                ) ?? throw new InvalidOperationException($"Tables refer to each other in a circle, '{waiting[0].Name}' among them.");
            waiting.Remove(next);
            done.Add(next);
            ordered.Add(Of(next, sql, next.Name == stamp));
        }

        return ordered;
    }

    private static DbCommand Unlimited(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = 0;
        return command;
    }

    private static CopyTable Of(ITable table, ISqlGenerationHelper sql, bool isStamp)
    {
        var key = table.PrimaryKey ?? throw new InvalidOperationException($"Table '{table.Name}' has no key to read it in the order of.");
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        List<string> names = [.. table.Columns.Where(column => column.ComputedColumnSql is null).Select(column => column.Name)];
        var columns = names.ConvertAll(sql.DelimitIdentifier);
        var order = string.Join(", ", key.Columns.Select(column => sql.DelimitIdentifier(column.Name) + Exactly(column)));
        return new CopyTable(
            table.Name,
            name,
            columns,
            names,
            $"SELECT {string.Join(", ", columns)} FROM {name} ORDER BY {order}",
            table.ForeignKeyConstraints.Any(reference => reference.PrincipalTable == table),
            isStamp
        );
    }

    /// <summary>
    /// Texts of keys are read byte by byte: the order of a collation for people may change from one server's version to the next.
    /// </summary>
    private static string Exactly(IColumn column) =>
        column.Collation is null or SqlServerCollations.Exact ? "" : " COLLATE " + SqlServerCollations.Exact;
}
