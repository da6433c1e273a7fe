using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Metiva.Tests.Support;

/// <summary>How the columns of a context's tables compare on SQL Server, by their names there.</summary>
internal sealed class SqlColumnCollations
{
    /// <summary>Stands for whatever the server makes its databases with, which no column says.</summary>
    public const string OfTheDatabase = "the database's own";

    private readonly Dictionary<string, Dictionary<string, string?>> tables;

    private SqlColumnCollations(DbContext context)
    {
        using (context)
        {
            tables = context
                .GetService<IDesignTimeModel>()
                .Model.GetRelationalModel()
                .Tables.ToDictionary(
                    table => table.Name,
                    table => table.Columns.ToDictionary(column => column.Name, CollationOf, StringComparer.Ordinal),
                    StringComparer.Ordinal
                );
        }
    }

    private SqlColumnCollations(SqlColumnCollations these, SqlColumnCollations those) =>
        tables = those.tables.Concat(these.tables).ToDictionary(StringComparer.Ordinal);

    /// <summary>A company's database.</summary>
    public static SqlColumnCollations Company { get; } = new(SqlServerContexts.CompanyModel());

    /// <summary>The registry.</summary>
    public static SqlColumnCollations ControlPlane { get; } = new(SqlServerContexts.ControlPlaneModel());

    /// <summary>Both, for the SQL Server engine itself.</summary>
    public static SqlColumnCollations OfSqlServer { get; } = new(Company, ControlPlane);

    /// <summary>The collations of a table's columns; none of a column that holds no text. Null when there is no such table.</summary>
    public IReadOnlyDictionary<string, string?>? Of(string table) => tables.GetValueOrDefault(table);

    private static string? CollationOf(IColumn column) =>
        column.StoreType.Contains("char", StringComparison.OrdinalIgnoreCase) ? column.Collation ?? OfTheDatabase : null;
}
