using System.Reflection;
using Metiva.Tenancy.Engines;
using Metiva.Web;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>What the queries of the host may send, and whether other engines would understand it.</summary>
internal static class SqlTexts
{
    public static readonly SqlDialect Sqlite = new(Page: "LIMIT @Take OFFSET @Skip");
    public static readonly SqlDialect SqlServer = new(Page: "OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY");

    // Known to every engine by the same name and with the same meaning.
    private static readonly HashSet<string> AllowedFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "COUNT",
        "SUM",
        "MIN",
        "MAX",
        "LOWER",
        "UPPER",
        "ABS",
        "ROW_NUMBER",
    };

    /// <summary>Every query class of the host that lists its texts.</summary>
    public static IEnumerable<Type> Queries() => typeof(MetivaHost).Assembly.GetTypes().Where(type => TextsOf(type) is not null);

    /// <summary>All texts of a query class.</summary>
    public static IEnumerable<string> Of(Type query, SqlDialect dialect) => (IEnumerable<string>)TextsOf(query)!.Invoke(null, [dialect])!;

    /// <summary>What SQL Server's own parser and the list of functions have against a text; empty when nothing.</summary>
    public static IReadOnlyList<string> Objections(string text)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        var functions = new FunctionNames();
        parsed?.Accept(functions);
        return
        [
            .. errors.Select(error => error.Message),
            .. functions.Names.Where(name => !AllowedFunctions.Contains(name)).Select(name => $"The function {name} is not allowed."),
        ];
    }

    private static MethodInfo? TextsOf(Type type) =>
        type.GetMethod("Texts", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(SqlDialect)]);

    private sealed class FunctionNames : TSqlFragmentVisitor
    {
        public List<string> Names { get; } = [];

        public override void Visit(FunctionCall node) => Names.Add(node.FunctionName.Value);
    }
}
