using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tenancy.Engines.SqlServer.ControlPlaneMigrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>The tables of a context's model with their columns, by their names in the database.</summary>
internal sealed class SqlTables
{
    private readonly Dictionary<string, HashSet<string>> columns;
    private readonly HashSet<string> triggers;

    private SqlTables(Dictionary<string, HashSet<string>> columns, HashSet<string> triggers) =>
        (this.columns, this.triggers) = (columns, triggers);

    private SqlTables(IModel model)
        : this(
            model
                .GetRelationalModel()
                .Tables.ToDictionary(
                    table => table.Name,
                    table => table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal),
                    StringComparer.Ordinal
                ),
            model
                .GetEntityTypes()
                .SelectMany(type => type.GetDeclaredTriggers())
                .Select(trigger => trigger.GetDatabaseName()!)
                .ToHashSet(StringComparer.Ordinal)
        ) { }

    /// <summary>A company's database.</summary>
    public static SqlTables Company { get; } = Of(new SqliteCompanyContextFactory().CreateDbContext([]));

    /// <summary>The registry.</summary>
    public static SqlTables ControlPlane { get; } = Of(new SqliteControlPlaneContextFactory().CreateDbContext([]));

    /// <summary>What the SQL Server engine itself works on: both of its databases.</summary>
    public static SqlTables OfSqlServer { get; } = Of(SqlServerContexts.CompanyModel()).And(Of(SqlServerContexts.ControlPlaneModel()));

    /// <summary>The schedule's tables beside the registry, which no model knows.</summary>
    public static SqlTables OfTheSchedule { get; } = new(QuartzTables.Tables.Select(Read).ToDictionary(StringComparer.Ordinal), []);

    /// <summary>The views of SQL Server that the engine reads, with the columns that it needs, and the table of migrations.</summary>
    public static SqlTables OfTheServer { get; } =
        new(
            new(StringComparer.Ordinal)
            {
                ["sys.databases"] = ["name", "snapshot_isolation_state"],
                ["sys.server_principals"] = ["name"],
                ["sys.database_principals"] = ["name"],
                ["sys.dm_exec_sessions"] = ["session_id", "login_name", "database_id"],
                ["INFORMATION_SCHEMA.COLUMNS"] = ["TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME"],
                ["INFORMATION_SCHEMA.TABLES"] = ["TABLE_SCHEMA", "TABLE_NAME"],
                ["__EFMigrationsHistory"] = ["MigrationId", "ProductVersion"],
            },
            []
        );

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

    /// <summary>These and those; a table of both is the first one's.</summary>
    public SqlTables And(SqlTables others)
    {
        var all = new Dictionary<string, HashSet<string>>(columns, StringComparer.Ordinal);
        foreach (var (table, names) in others.columns)
        {
            all.TryAdd(table, names);
        }

        return new SqlTables(all, [.. triggers, .. others.triggers]);
    }

    /// <summary>The name and the columns of a table from the statement that makes it.</summary>
    private static KeyValuePair<string, HashSet<string>> Read(string statement)
    {
        var parsed = (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(statement), out _);
        var made = (CreateTableStatement)parsed.Batches.Single().Statements.Single();
        return new(
            made.SchemaObjectName.BaseIdentifier.Value,
            made.Definition.ColumnDefinitions.Select(column => column.ColumnIdentifier.Value).ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>Whether the model says that there is such a trigger.</summary>
    public bool HasTrigger(string name) => triggers.Contains(name);

    /// <summary>The columns of a table, or null when there is no such table.</summary>
    public IReadOnlySet<string>? ColumnsOf(string table) => columns.GetValueOrDefault(table);
}
