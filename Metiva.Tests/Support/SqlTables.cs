using Metiva.Tenancy.Engines.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metiva.Tests.Support;

/// <summary>The tables of a context's model with their columns, by their names in the database.</summary>
internal sealed class SqlTables
{
    private readonly Dictionary<string, HashSet<string>> columns;

    private SqlTables(IModel model) =>
        columns = model
            .GetRelationalModel()
            .Tables.ToDictionary(
                table => table.Name,
                table => table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal
            );

    /// <summary>A company's database.</summary>
    public static SqlTables Company { get; } = Of(new SqliteCompanyContextFactory().CreateDbContext([]));

    /// <summary>The registry.</summary>
    public static SqlTables ControlPlane { get; } = Of(new SqliteControlPlaneContextFactory().CreateDbContext([]));

    /// <summary>The names of the tables.</summary>
    public IEnumerable<string> Names => columns.Keys;

    /// <summary>The tables of that context, which is done with afterwards.</summary>
    public static SqlTables Of(DbContext context)
    {
        using (context)
        {
            return new SqlTables(context.Model);
        }
    }

    /// <summary>The columns of a table, or null when there is no such table.</summary>
    public IReadOnlySet<string>? ColumnsOf(string table) => columns.GetValueOrDefault(table);
}
