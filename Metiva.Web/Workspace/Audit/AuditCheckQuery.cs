using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Audit;

/// <summary>When Metiva last went through the whole log by itself, and whether it was what was written.</summary>
public sealed record AuditCheck
{
    public DateTimeOffset EndedAt { get; init; }
    public bool Intact { get; init; }
}

/// <summary>The last check of the log that came to an end; null when there was none, or it is cleared out by now.</summary>
public sealed class AuditCheckQuery(TenantScope scope, CompanyDatabase database)
{
    private const string LastSql =
        "SELECT w.EndedAt, CASE WHEN w.State = 'Done' THEN 1 ELSE 0 END AS Intact FROM WorkItems w"
        + " WHERE w.Kind = 'audit.verify' AND (w.State = 'Done' OR (w.State = 'Dead' AND w.Trouble = 'audit.broken'))"
        + " ORDER BY w.EndedAt DESC ";

    /// <summary>Reads it.</summary>
    public async Task<Result<AuditCheck?>> Run(CancellationToken cancellationToken) =>
        scope.Context.Lacks(Permissions.Audit.Read) is { } denied
            ? denied
            : await database.ReadAsync<Result<AuditCheck?>>(
                async (connection, token) =>
                    await connection.QueryFirstOrDefaultAsync<AuditCheck>(
                        new CommandDefinition(LastSql + database.Dialect.Page, new { Skip = 0L, Take = 1 }, cancellationToken: token)
                    ),
                cancellationToken
            );

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [LastSql + dialect.Page];
}
