using Dapper;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Xunit;

namespace Metiva.Tests.CompanyData;

/// <summary>The create and migration scripts of every context.</summary>
public sealed class ScriptTests
{
    private const string History = "__EFMigrationsHistory";

    public static TheoryData<Type> Contexts => [.. SqlScripts.Contexts()];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void The_scripts_make_the_tables_of_the_model_and_no_others(Type context)
    {
        using var made = SqlScripts.Make(context);
        var expected = SqlTables.Of(SqlScripts.Make(context));
        var tables = SqlScripts.IsSqlite(made) ? RunBySqlite(made, expected) : ReadAsSqlServer(made, expected);

        Assert.Equal(expected.Names.Append(History).Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
    }

    private static List<string> RunBySqlite(DbContext context, SqlTables expected)
    {
        using var connection = SqlScripts.Run(context);
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").AsList();

        // The full-text index and the tables in which SQLite keeps it.
        tables.RemoveAll(table => table.StartsWith("SearchText", StringComparison.Ordinal));
        foreach (var table in tables.Where(table => table != History))
        {
            var columns = connection.Query<string>("SELECT name FROM pragma_table_info(@table)", new { table });
            Assert.Equal(expected.ColumnsOf(table)!.Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
        }

        return tables;
    }

    private static List<string> ReadAsSqlServer(DbContext context, SqlTables expected)
    {
        var tables = new Tables();
        foreach (var step in SqlScripts.Steps(context))
        {
            var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(step), out var errors);
            Assert.Empty(errors.Select(error => $"{error.Message}, line {error.Line}"));
            Assert.Empty(SqlTexts.EngineObjections(step, expected));
            parsed.Accept(tables);
        }

        // Beside those of the model stand the schedule's, all of them or none.
        var schedule = SqlTables.OfTheSchedule.Names.ToHashSet(StringComparer.Ordinal);
        var ofSchedule = context is SqlServerControlPlaneContext ? schedule : [];
        Assert.Equal(ofSchedule.Order(StringComparer.Ordinal), tables.Names.Where(schedule.Contains).Order(StringComparer.Ordinal));
        return [.. tables.Names.Except(schedule)];
    }

    private sealed class Tables : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Visit(CreateTableStatement node) => Names.Add(node.SchemaObjectName.BaseIdentifier.Value);

        public override void Visit(DropTableStatement node) =>
            Names.ExceptWith(node.Objects.Select(dropped => dropped.BaseIdentifier.Value));
    }
}
