using System.Runtime.CompilerServices;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Audit;

/// <summary>A record as it is taken out: everything that its seal is made of, and the seal.</summary>
public sealed record AuditExportRow
{
    public long Sequence { get; init; }
    public Guid? OperationId { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public string Action { get; init; } = "";
    public string EntityType { get; init; } = "";
    public string EntityId { get; init; } = "";
    public string Summary { get; init; } = "";
    public string? Before { get; init; }
    public string? After { get; init; }
    public byte[]? Seal { get; init; }

    /// <summary>The personal values that the texts refer to.</summary>
    public PersonalValues Personal { get; init; } = PersonalValues.None;

    internal IEnumerable<string?> Texts => [PersonName, Summary, Before, After];
}

/// <summary>
/// Every record of a filter, oldest first. Read a block at a time, each beginning after the last: a slow receiver holds no connection,
/// memory stays the same, and who loses access in the middle gets no further block.
/// </summary>
public sealed class AuditExportQuery(TenantScope scope, CompanyDatabase database)
{
    private const int Block = 500;
    private const string RowsSql =
        "SELECT a.Sequence, a.OperationId, a.At, a.PersonId, a.PersonName, a.Action, a.EntityType, a.EntityId, a.Summary, a.Before, a.After,"
        + " (SELECT s.Hash FROM AuditSeals s WHERE s.Sequence = a.Sequence) AS Seal"
        + AuditListSql.From;
    private const string AfterSql = " AND a.Sequence > @After ORDER BY a.Sequence ";

    /// <summary>Why this person may not take the log out, or null.</summary>
    internal static PermissionDenied? Denies(TenantContext tenant) =>
        tenant.Lacks(Permissions.Audit.Read) ?? tenant.Lacks(Permissions.Export.Create);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">The person may not; the command in front of this refuses before.</exception>
    public async IAsyncEnumerable<AuditExportRow> Run(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Denies(scope.Context) is not null)
        {
            throw new InvalidOperationException("An export without the permission for it.");
        }

        var text = RowsSql + AuditListSql.Where(filter, database.Dialect) + AfterSql + database.Dialect.Page;
        long? after = 0;
        while (after is { } from)
        {
            var rows = await database.ReadAsync(
                async (connection, token) =>
                {
                    var references = await AuditListSql.ReferencesAsync(filter, connection, database.Dialect, token);
                    var parameters = AuditListSql.Parameters(filter, references, skip: 0, Block, from);
                    var found = await connection.QueryAsync<AuditExportRow>(
                        new CommandDefinition(text, parameters, cancellationToken: token)
                    );
                    var some = found.AsList();
                    var values = await PersonalValues.ReadAsync(connection, database.Dialect, some.SelectMany(row => row.Texts), token);
                    return some.ConvertAll(row => row with { Personal = values });
                },
                cancellationToken
            );
            foreach (var row in rows)
            {
                yield return row;
            }

            after = rows.Count == Block ? rows[^1].Sequence : null;
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        AuditListSql.EveryWhere(dialect).Select(where => RowsSql + where + AfterSql + dialect.Page);
}
