using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>
/// Reads a statement as SQL Server would when it asks how texts compare. Where columns disagree and nothing decides, the server refuses
/// the statement, and no parser says so before; here it becomes an objection.
/// </summary>
internal sealed class SqlCollationConflicts(SqlColumnCollations known) : TSqlFragmentVisitor
{
    private static readonly Dictionary<string, string?> Json = new(StringComparer.Ordinal)
    {
        ["key"] = "Latin1_General_BIN2",
        ["value"] = SqlColumnCollations.OfTheDatabase,
    };

    // What these give is no text.
    private static readonly HashSet<string> Numbers = new(StringComparer.OrdinalIgnoreCase) { "COUNT", "SUM", "ABS", "CHARINDEX", "LEN" };

    private readonly Stack<Dictionary<string, IReadOnlyDictionary<string, string?>>> scopes = new();

    public List<string> Objections { get; } = [];

    public override void ExplicitVisit(QuerySpecification node) =>
        Within(
            node.FromClause?.TableReferences ?? [],
            () =>
            {
                foreach (var element in node.SelectElements.OfType<SelectScalarExpression>())
                {
                    Demand(element, LabelOf(element.Expression));
                }

                base.ExplicitVisit(node);
            }
        );

    public override void ExplicitVisit(UpdateSpecification node) =>
        Within([node.Target, .. node.FromClause?.TableReferences ?? []], () => base.ExplicitVisit(node));

    public override void ExplicitVisit(DeleteSpecification node) =>
        Within([node.Target, .. node.FromClause?.TableReferences ?? []], () => base.ExplicitVisit(node));

    public override void Visit(BooleanComparisonExpression node) => Demand(node, node.FirstExpression, node.SecondExpression);

    public override void Visit(LikePredicate node) => Demand(node, node.FirstExpression, node.SecondExpression);

    public override void Visit(BooleanTernaryExpression node) =>
        Demand(node, node.FirstExpression, node.SecondExpression, node.ThirdExpression);

    public override void Visit(ExpressionWithSortOrder node) => Demand(node, node.Expression);

    public override void Visit(FunctionCall node) => Demand(node, [.. node.Parameters]);

    public override void Visit(InPredicate node)
    {
        Demand(node, [node.Expression, .. node.Values]);
        if (node.Subquery is { } query)
        {
            Demand(node, SqlCollationLabel.Of(LabelOf(node.Expression), LabelOf(query)));
        }
    }

    public override void Visit(BinaryQueryExpression node)
    {
        var (first, second) = (Outputs(node.FirstQueryExpression), Outputs(node.SecondQueryExpression));
        foreach (var (one, other) in first.Zip(second))
        {
            Demand(node, SqlCollationLabel.Of(one.Label, other.Label));
        }
    }

    private void Demand(TSqlFragment where, params ScalarExpression[] texts) =>
        Demand(where, texts.Select(LabelOf).Aggregate((SqlCollationLabel?)null, SqlCollationLabel.Of));

    private void Demand(TSqlFragment where, SqlCollationLabel? label)
    {
        if (label is { IsUndecided: true })
        {
            var words = where.ScriptTokenStream.Skip(where.FirstTokenIndex).Take(where.LastTokenIndex - where.FirstTokenIndex + 1);
            Objections.Add($"Texts that compare differently meet in: {string.Concat(words.Select(word => word.Text))}");
        }
    }

    private SqlCollationLabel? LabelOf(ScalarExpression? text) =>
        text is PrimaryExpression { Collation: { } collation } ? new SqlCollationLabel(collation.Value, IsExplicit: true)
        : text is null ? null
        : text switch
        {
            ColumnReferenceExpression column => Named(column),
            ParenthesisExpression inner => LabelOf(inner.Expression),
            CastCall cast => IsText(cast.DataType) ? LabelOf(cast.Parameter) : null,
            ConvertCall convert => IsText(convert.DataType) ? LabelOf(convert.Parameter) : null,
            BinaryExpression both => Together([both.FirstExpression, both.SecondExpression]),
            CoalesceExpression first => Together(first.Expressions),
            NullIfExpression unless => LabelOf(unless.FirstExpression),
            SearchedCaseExpression cases => Together([.. cases.WhenClauses.Select(when => when.ThenExpression), cases.ElseExpression]),
            SimpleCaseExpression cases => Together([.. cases.WhenClauses.Select(when => when.ThenExpression), cases.ElseExpression]),
            FunctionCall function => Numbers.Contains(function.FunctionName.Value) ? null : Together(function.Parameters),
            ScalarSubquery query => LabelOf(query),
            _ => null,
        };

    // Seen from outside a query its columns are columns, however they were made.
    private SqlCollationLabel? LabelOf(ScalarSubquery query) =>
        Outputs(query.QueryExpression).FirstOrDefault().Label is { } label ? label with { IsExplicit = false } : null;

    private SqlCollationLabel? Together(IEnumerable<ScalarExpression?> texts) =>
        texts.Select(LabelOf).Aggregate((SqlCollationLabel?)null, SqlCollationLabel.Of);

    private static bool IsText(DataTypeReference type) =>
        type
            is SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.Char or SqlDataTypeOption.VarChar }
                or SqlDataTypeReference { SqlDataTypeOption: SqlDataTypeOption.NChar or SqlDataTypeOption.NVarChar };

    private SqlCollationLabel? Named(ColumnReferenceExpression column)
    {
        var name = column.MultiPartIdentifier?.Identifiers.Select(part => part.Value).ToArray() ?? [];
        var collation = name switch
        {
            [var only] => scopes.SelectMany(scope => scope.Values).FirstOrDefault(table => table.ContainsKey(only))?[only],
            [.., var table, var only] => scopes.FirstOrDefault(scope => scope.ContainsKey(table))?[table].GetValueOrDefault(only),
            _ => null,
        };
        return collation is null ? null : new SqlCollationLabel(collation, IsExplicit: false);
    }

    private List<(string Name, SqlCollationLabel? Label)> Outputs(QueryExpression query)
    {
        switch (query)
        {
            case QueryParenthesisExpression inner:
                return Outputs(inner.QueryExpression);
            case BinaryQueryExpression both:
                return Outputs(both.FirstQueryExpression);
            case QuerySpecification specification:
                List<(string, SqlCollationLabel?)> outputs = [];
                Within(
                    specification.FromClause?.TableReferences ?? [],
                    () =>
                        outputs.AddRange(
                            specification
                                .SelectElements.OfType<SelectScalarExpression>()
                                .Select(element => (NameOf(element), LabelOf(element.Expression)))
                        )
                );
                return outputs;
            default:
                return [];
        }
    }

    private static string NameOf(SelectScalarExpression element) =>
        element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value ?? "";

    private void Within(IEnumerable<TableReference> references, Action visit)
    {
        var scope = new Dictionary<string, IReadOnlyDictionary<string, string?>>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            Add(scope, reference);
        }

        scopes.Push(scope);
        visit();
        scopes.Pop();
    }

    private void Add(Dictionary<string, IReadOnlyDictionary<string, string?>> scope, TableReference reference)
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
                scope[derived.Alias.Value] = Outputs(derived.QueryExpression)
                    .DistinctBy(output => output.Name, StringComparer.Ordinal)
                    .ToDictionary(output => output.Name, output => output.Label?.Collation, StringComparer.Ordinal);
                break;
            case NamedTableReference named when known.Of(named.SchemaObject.BaseIdentifier.Value) is { } columns:
                scope[named.Alias?.Value ?? named.SchemaObject.BaseIdentifier.Value] = columns;
                break;
            case OpenJsonTableReference json:
                scope[json.Alias?.Value ?? "OPENJSON"] = Json;
                break;
        }
    }
}
