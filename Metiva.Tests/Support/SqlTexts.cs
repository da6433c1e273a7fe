using System.Reflection;
using System.Text.RegularExpressions;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Architecture;
using Metiva.Web;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>Every text that the host and the tenancy may send, and whether other engines would understand it.</summary>
internal static class SqlTexts
{
    public static readonly SqlDialect Sqlite = new(
        Page: "LIMIT @Take OFFSET @Skip",
        Among: "SELECT value FROM json_each(@Among)",
        AmongWritten: "SELECT value FROM json_each(@Among)",
        FullText: true
    );
    public static readonly SqlDialect SqlServer = new(
        Page: "OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY",
        Among: "SELECT CAST(value AS varchar(64)) COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@Among)",
        AmongWritten: "SELECT CAST(value AS nvarchar(64)) COLLATE Latin1_General_CI_AS AS value FROM OPENJSON(@Among)"
    );

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
        "SUBSTRING",
        "CHARINDEX",
    };

    // However a text gets to a database: through Dapper, a command, or the raw SQL of EF Core.
    private const string Sends =
        @"\busing\s+(static\s+)?Dapper\b|\bDapper\.|\bCommandText\b|\bCreateCommand\b|\bDbCommand\b|\bSqlCommand\b|\bSqliteCommand\b"
        + @"|\bFromSql\w*|\bExecuteSql\w*|\bSqlQuery\w*";

    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private const string Statement = @"\bSqlServerStatements\.(?!Sample\b)\w+";

    private const string Lists = @"static\s+IEnumerable<string>\s+Texts\((SqlDialect|CompanyContext)\s";

    /// <summary>Every class that lists texts.</summary>
    public static IEnumerable<Type> Senders() =>
        new[] { typeof(MetivaHost).Assembly, typeof(Tenancy.TenancyOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => TextsOf(type) is not null);

    /// <summary>Those that every engine has to understand; the rest belong to one engine.</summary>
    public static IEnumerable<Type> OfAllEngines() =>
        Senders().Where(type => !IsOfEngine(type, ".Sqlite") && !IsOfEngine(type, ".SqlServer"));

    /// <summary>Those that SQLite is sent.</summary>
    public static IEnumerable<Type> OfSqlite() => Senders().Where(type => !IsOfEngine(type, ".SqlServer"));

    /// <summary>Those that only SQL Server is sent.</summary>
    public static IEnumerable<Type> OfSqlServer() => Senders().Where(type => IsOfEngine(type, ".SqlServer"));

    /// <summary>All texts of a class.</summary>
    public static IEnumerable<string> Of(Type sender, SqlDialect dialect)
    {
        var texts = TextsOf(sender)!;
        if (texts.GetParameters()[0].ParameterType == typeof(SqlDialect))
        {
            return (IEnumerable<string>)texts.Invoke(null, [dialect])!;
        }

        // What is made from the model is made from the engine's own.
        using CompanyContext context = dialect == Sqlite ? SqliteCopy.Model() : SqlServerContexts.CompanyModel();
        return [.. (IEnumerable<string>)texts.Invoke(null, [context])!];
    }

    /// <summary>Whether a class reads the registry. All others read a company, and the host's pages read nothing else.</summary>
    public static bool ReadsTheRegistry(Type sender) => sender.Namespace is "Metiva.Tenancy.Catalog";

    /// <summary>What SQL Server's own parser, the model and the list of functions have against a query; empty when nothing.</summary>
    public static IReadOnlyList<string> Objections(string text, SqlTables? tables = null)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        var names = new SqlNames(tables ?? SqlTables.Company, AllowedFunctions);
        parsed?.Accept(names);
        var statements = (parsed as TSqlScript)?.Batches.SelectMany(batch => batch.Statements).ToList() ?? [];
        return
        [
            .. errors.Select(error => error.Message),
            .. names.Objections,
            .. statements
                .Where(statement => statement is not SelectStatement && !IsOfSeals(statement))
                .Select(statement => $"{statement.GetType().Name} is no query."),
            .. statements.Count == 1 ? Array.Empty<string>() : [$"These are {statements.Count} statements."],
        ];
    }

    /// <summary>Everything else that is written goes through EF Core; seals are made from what was just read, many at a time.</summary>
    private static bool IsOfSeals(TSqlStatement statement) =>
        statement
            is InsertStatement
            {
                InsertSpecification.Target: NamedTableReference { SchemaObject.BaseIdentifier.Value: nameof(CompanyContext.AuditSeals) }
            };

    /// <summary>The same for what only SQL Server is sent: one batch, or a script of several.</summary>
    public static IReadOnlyList<string> EngineObjections(string text, SqlTables? tables = null)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        var names = new SqlServerNames(tables ?? SqlTables.OfSqlServer);
        parsed?.Accept(names);
        return [.. errors.Select(error => $"{error.Message}, line {error.Line}"), .. names.Objections];
    }

    /// <summary>Where texts meet that SQL Server does not know how to compare.</summary>
    public static IReadOnlyList<string> CollationConflicts(string text, SqlColumnCollations collations)
    {
        var conflicts = new SqlCollationConflicts(collations);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out _)?.Accept(conflicts);
        return conflicts.Objections;
    }

    /// <summary>The statements of the SQL Server engine that a file's code names and its texts do not.</summary>
    public static IEnumerable<string> LeftOut(SourceFile file)
    {
        var listed = Matches(file.Code, Lists + "[^;]*;").SelectMany(match => Matches(match.Value, Statement)).Select(match => match.Value);
        return Matches(file.Code, Statement)
            .Select(match => match.Value)
            .Except(listed, StringComparer.Ordinal)
            .Select(name => $"{file.Path}: {name}");
    }

    /// <summary>The files that send SQL without listing what.</summary>
    public static IEnumerable<string> Unlisted(IEnumerable<SourceFile> files) =>
        files.Where(file => Has(file.Code, Sends) && !Has(file.Code, Lists)).Select(file => file.Path);

    /// <summary>The constants of SQL in a class that none of its texts holds.</summary>
    public static IEnumerable<string> Forgotten(Type sender)
    {
        var listed = Of(sender, Sqlite).Concat(Of(sender, SqlServer)).Distinct().ToList();
        return sender
            .GetFields(Any)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal))
            .Where(field => !listed.Exists(text => text.Contains((string)field.GetRawConstantValue()!, StringComparison.Ordinal)))
            .Select(field => $"{sender.Name}.{field.Name}");
    }

    private static MatchCollection Matches(string code, string pattern) =>
        Regex.Matches(code, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private static bool Has(string code, string pattern) =>
        Regex.IsMatch(code, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private static bool IsOfEngine(Type type, string engine) =>
        type.Namespace?.StartsWith("Metiva.Tenancy.Engines" + engine, StringComparison.Ordinal) == true;

    private static MethodInfo? TextsOf(Type type) =>
        type.GetMethod("Texts", Any, [typeof(SqlDialect)]) ?? type.GetMethod("Texts", Any, [typeof(CompanyContext)]);
}
