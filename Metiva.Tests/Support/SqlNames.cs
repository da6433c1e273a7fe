using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>
/// Reads a statement's names as the database would: which table an alias stands for, which column a name means. What the model does
/// not have, and functions that are not allowed, become objections.
/// </summary>
internal class SqlNames(SqlTables tables, IReadOnlySet<string> functions) : TSqlFragmentVisitor
{
    private static readonly HashSet<string> Anything = new(StringComparer.Ordinal);
    private static readonly HashSet<string> JsonColumns = new(StringComparer.Ordinal) { "key", "value", "type" };
    private readonly Stack<Dictionary<string, IReadOnlySet<string>>> scopes = new();
    private readonly Dictionary<string, IReadOnlySet<string>> shared = new(StringComparer.Ordinal);

    public List<string> Objections { get; } = [];

    /// <summary>What the names are held against.</summary>
    protected SqlTables Known => tables;

    public override void ExplicitVisit(SelectStatement node)
    {
        if (node.Into is not null)
        {
            Objections.Add("A query makes a table.");
        }

        foreach (var common in node.WithCtesAndXmlNamespaces?.CommonTableExpressions ?? [])
        {
            shared[common.ExpressionName.Value] = Outputs(common.QueryExpression, common.Columns);
        }

        base.ExplicitVisit(node);
    }

    public override void ExplicitVisit(QuerySpecification node)
    {
        var scope = ScopeOf(node.FromClause?.TableReferences ?? []);
        if (node.OrderByClause is not null)
        {
            // ORDER BY may name what SELECT calls something.
            scope[""] = Outputs(node, []);
        }

        Within(scope, () => base.ExplicitVisit(node));
    }

    public override void ExplicitVisit(BinaryQueryExpression node) =>
        Within(new(StringComparer.Ordinal) { [""] = Outputs(node, []) }, () => base.ExplicitVisit(node));

    public override void ExplicitVisit(InsertSpecification node) => Within(ScopeOf([node.Target]), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(UpdateSpecification node) =>
        Within(ScopeOf([node.Target, .. node.FromClause?.TableReferences ?? []]), () => base.ExplicitVisit(node));

    public override void ExplicitVisit(DeleteSpecification node) =>
        Within(ScopeOf([node.Target, .. node.FromClause?.TableReferences ?? []]), () => base.ExplicitVisit(node));

    public override void Visit(ColumnReferenceExpression node)
    {
        if (node.MultiPartIdentifier is { } name)
        {
            Check([.. name.Identifiers.Select(part => part.Value)]);
        }
    }

    public override void Visit(FunctionCall node) => Allow(node.FunctionName.Value);

    public override void Visit(LeftFunctionCall node) => Allow("LEFT");

    public override void Visit(RightFunctionCall node) => Allow("RIGHT");

    public override void Visit(IIfCall node) => Allow("IIF");

    public override void Visit(ConvertCall node) => Allow("CONVERT");

    public override void Visit(TryCastCall node) => Allow("TRY_CAST");

    public override void Visit(TryConvertCall node) => Allow("TRY_CONVERT");

    public override void Visit(ParseCall node) => Allow("PARSE");

    public override void Visit(ParameterlessCall node) => Allow(node.ParameterlessCallType.ToString());

    public override void Visit(GlobalVariableExpression node) => Allow(node.Name);

    public override void Visit(ExecuteStatement node) => Objections.Add("A query executes something.");

    private void Allow(string function)
    {
        if (!functions.Contains(function))
        {
            Objections.Add($"The function {function} is not allowed.");
        }
    }

    /// <summary>Visits with these columns in reach, and with a table of them under each of the names.</summary>
    protected void WithinTable(IReadOnlySet<string> columns, string[] alsoAs, Action visit)
    {
        foreach (var name in alsoAs)
        {
            shared[name] = columns;
        }

        Within(new(StringComparer.Ordinal) { [""] = columns }, visit);
        foreach (var name in alsoAs)
        {
            shared.Remove(name);
        }
    }

    /// <summary>The columns of the table that a name means.</summary>
    protected IReadOnlySet<string> Table(SchemaObjectName name)
    {
        var words = name.Identifiers.Select(part => part.Value).ToArray();
        if (NameOf(words) is not { } table)
        {
            Objections.Add($"{string.Join('.', words)} names more than a table.");
        }
        else if ((shared.GetValueOrDefault(table) ?? tables.ColumnsOf(table)) is { } columns)
        {
            return columns;
        }
        else
        {
            Objections.Add($"There is no table {table}.");
        }

        // One objection is enough: its columns are not objected to as well.
        return Anything;
    }

    /// <summary>The table's name when it may be called so: a query calls it by its name alone.</summary>
    protected virtual string? NameOf(string[] words) => words is [var table] ? table : null;

    private void Within(Dictionary<string, IReadOnlySet<string>> scope, Action visit)
    {
        scopes.Push(scope);
        visit();
        scopes.Pop();
    }

    private void Check(string[] name)
    {
        var known = name switch
        {
            [var column] => scopes.SelectMany(scope => scope.Values).Any(columns => Has(columns, column)),
            [var table, var column] => scopes.FirstOrDefault(scope => table.Length > 0 && scope.ContainsKey(table)) is { } scope
                && Has(scope[table], column),
            _ => false,
        };
        if (!known)
        {
            Objections.Add($"There is no column {string.Join('.', name)} here.");
        }
    }

    private static bool Has(IReadOnlySet<string> columns, string column) => ReferenceEquals(columns, Anything) || columns.Contains(column);

    private Dictionary<string, IReadOnlySet<string>> ScopeOf(IEnumerable<TableReference> references)
    {
        var scope = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            Add(scope, reference);
        }

        return scope;
    }

    private void Add(Dictionary<string, IReadOnlySet<string>> scope, TableReference reference)
    {
        switch (reference)
        {
            case JoinTableReference join:
                Add(scope, join.FirstTableReference);
                Add(scope, join.SecondTableReference);
                break;
            case JoinParenthesisTableReference inner:
                Add(scope, inner.Join);
                break;
            case QueryDerivedTable derived:
                scope[derived.Alias.Value] = Outputs(derived.QueryExpression, derived.Columns);
                break;
            case NamedTableReference named:
                scope[named.Alias?.Value ?? named.SchemaObject.BaseIdentifier.Value] = Table(named.SchemaObject);
                break;
            case OpenJsonTableReference json:
                scope[json.Alias?.Value ?? "OPENJSON"] = JsonColumns;
                break;
            default:
                Objections.Add($"{reference.GetType().Name} is not a table of this database.");
                break;
        }
    }

    private static IReadOnlySet<string> Outputs(QueryExpression query, IList<Identifier> names)
    {
        if (names.Count > 0)
        {
            return names.Select(name => name.Value).ToHashSet(StringComparer.Ordinal);
        }

        return query switch
        {
            QuerySpecification specification => specification
                .SelectElements.OfType<SelectScalarExpression>()
                .Select(element =>
                    element.ColumnName?.Value
                    ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value
                )
                .OfType<string>()
                .ToHashSet(StringComparer.Ordinal),
            BinaryQueryExpression both => Outputs(both.FirstQueryExpression, names),
            QueryParenthesisExpression inner => Outputs(inner.QueryExpression, names),
            _ => Anything,
        };
    }
}
