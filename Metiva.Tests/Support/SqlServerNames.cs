using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Metiva.Tests.Support;

/// <summary>
/// Reads what the SQL Server engine itself sends: it also makes databases, logins, tables and triggers, and asks the server about
/// itself. Which kinds of statements, procedures, functions and views that takes is listed; tables and columns are the model's.
/// </summary>
internal sealed class SqlServerNames(SqlTables tables) : SqlNames(tables.And(SqlTables.OfTheServer).And(SqlTables.OfTheSchedule), Functions)
{
    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "APPLOCK_MODE",
        "COLUMNPROPERTY",
        "COUNT",
        "DB_ID",
        "DB_NAME",
        "HAS_PERMS_BY_NAME",
        "IDENT_CURRENT",
        "IS_SRVROLEMEMBER",
        "MAX",
        "OBJECT_ID",
        "QUOTENAME",
        "SERVERPROPERTY",
        "@@SPID",
    };

    private static readonly HashSet<Type> Statements =
    [
        typeof(AlterAuthorizationStatement),
        typeof(AlterDatabaseSetStatement),
        typeof(AlterLoginEnableDisableStatement),
        typeof(AlterLoginOptionsStatement),
        typeof(BeginEndBlockStatement),
        typeof(CreateDatabaseStatement),
        typeof(CreateIndexStatement),
        typeof(CreateLoginStatement),
        typeof(CreateTableStatement),
        typeof(AlterTableAddTableElementStatement),
        typeof(CreateTriggerStatement),
        typeof(CreateUserStatement),
        typeof(DbccStatement),
        typeof(DeclareVariableStatement),
        typeof(DeleteStatement),
        typeof(DenyStatement),
        typeof(DropDatabaseStatement),
        typeof(DropLoginStatement),
        typeof(DropTriggerStatement),
        typeof(DropUserStatement),
        typeof(ExecuteStatement),
        typeof(GrantStatement),
        typeof(IfStatement),
        typeof(InsertStatement),
        typeof(KillStatement),
        typeof(PredicateSetStatement),
        typeof(RevokeStatement),
        typeof(SelectStatement),
        typeof(ThrowStatement),
        typeof(UpdateStatement),
    ];

    public override void Visit(TSqlStatement node)
    {
        if (!Statements.Contains(node.GetType()))
        {
            Objections.Add($"{node.GetType().Name} is not allowed.");
        }
    }

    public override void Visit(ExecuteStatement node)
    {
        var name = (node.ExecuteSpecification.ExecutableEntity as ExecutableProcedureReference)
            ?.ProcedureReference
            .ProcedureReference
            ?.Name;
        if (name is not { Identifiers: [{ Value: "sp_getapplock" }] })
        {
            Objections.Add($"Executing {name?.BaseIdentifier.Value} is not allowed.");
        }
    }

    public override void ExplicitVisit(CreateTableStatement node)
    {
        WithinTable(Made(node.SchemaObjectName, node.Definition), [], () => base.ExplicitVisit(node));
    }

    public override void ExplicitVisit(AlterTableAddTableElementStatement node)
    {
        Made(node.SchemaObjectName, node.Definition);
        WithinTable(Table(node.SchemaObjectName), [], () => base.ExplicitVisit(node));
    }

    public override void ExplicitVisit(CreateIndexStatement node) => WithinTable(Table(node.OnName), [], () => base.ExplicitVisit(node));

    public override void ExplicitVisit(CreateTriggerStatement node)
    {
        DemandTrigger(node.Name);
        WithinTable(Table(node.TriggerObject.Name), ["inserted", "deleted"], () => base.ExplicitVisit(node));
    }

    public override void ExplicitVisit(DropTriggerStatement node)
    {
        foreach (var name in node.Objects)
        {
            DemandTrigger(name);
        }

        base.ExplicitVisit(node);
    }

    public override void Visit(UpdateCall node) =>
        Visit(new ColumnReferenceExpression { MultiPartIdentifier = new MultiPartIdentifier { Identifiers = { node.Identifier } } });

    public override void Visit(ForeignKeyConstraintDefinition node)
    {
        var columns = Table(node.ReferenceTableName);
        foreach (var column in node.ReferencedTableColumns.Where(column => !columns.Contains(column.Value)))
        {
            Objections.Add($"There is no column {node.ReferenceTableName.BaseIdentifier.Value}.{column.Value} to refer to.");
        }
    }

    public override void Visit(SecurityTargetObject node)
    {
        if (node.ObjectKind is SecurityObjectKind.Object or SecurityObjectKind.NotSpecified)
        {
            var name = new SchemaObjectName();
            foreach (var part in node.ObjectName.MultiPartIdentifier.Identifiers)
            {
                name.Identifiers.Add(part);
            }

            Table(name);
        }
    }

    /// <summary>The engine also calls tables by their schema, and the server's own views by theirs.</summary>
    protected override string? NameOf(string[] words) =>
        words switch
        {
            [var table] => table,
            ["dbo", var table] => table,
            ["sys" or "INFORMATION_SCHEMA", _] => string.Join('.', words),
            _ => null,
        };

    /// <summary>The columns that are made. A later migration may bring more of the model's, so some may be missing, but none be other.</summary>
    private HashSet<string> Made(SchemaObjectName table, TableDefinition definition)
    {
        var columns = Table(table);
        var made = definition.ColumnDefinitions.Select(column => column.ColumnIdentifier.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var other in made.Where(column => !columns.Contains(column)))
        {
            Objections.Add($"The model has no column {table.BaseIdentifier.Value}.{other}, which is made.");
        }

        return made;
    }

    private void DemandTrigger(SchemaObjectName name)
    {
        if (!Known.HasTrigger(name.BaseIdentifier.Value))
        {
            Objections.Add($"The model knows no trigger {name.BaseIdentifier.Value}.");
        }
    }
}
