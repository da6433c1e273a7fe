using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Audit;

/// <summary>A line of the log.</summary>
public sealed record AuditRow
{
    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public string PersonName { get; init; } = "";
    public string Action { get; init; } = "";
    public string EntityType { get; init; } = "";
    public string EntityId { get; init; } = "";
    public string Summary { get; init; } = "";
    public string? Before { get; init; }
    public string? After { get; init; }

    internal IEnumerable<string?> Texts => [PersonName, Summary, Before, After];

    /// <summary>The line with the personal values that it refers to.</summary>
    internal AuditRow With(PersonalValues values, string erased) =>
        this with
        {
            PersonName = values.In(PersonName, erased),
            Summary = values.In(Summary, erased),
            Before = values.InJson(Before, erased),
            After = values.InJson(After, erased),
        };
}

/// <summary>The company's audit log, newest first: two statements a page.</summary>
public sealed class AuditListQuery(TenantScope scope, CompanyDatabase database, IStringLocalizer<AuditTexts> texts)
{
    private const string RowsSql =
        "SELECT a.Sequence, a.At, a.PersonName, a.Action, a.EntityType, a.EntityId, a.Summary, a.Before, a.After" + AuditListSql.From;
    private const string OrderSql = " ORDER BY a.Sequence DESC ";

    /// <summary>Reads a page; a page past the end gives the last one.</summary>
    public async Task<Result<ListPage<AuditRow>>> Run(AuditFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        var where = AuditListSql.Where(filter, database.Dialect);
        return await database.ReadAsync<Result<ListPage<AuditRow>>>(
            async (connection, token) =>
            {
                var references = await AuditListSql.ReferencesAsync(filter, connection, database.Dialect, token);
                var all = AuditListSql.Parameters(filter, references, skip: 0, pageSize);
                var count = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(AuditListSql.CountSql + where, all, cancellationToken: token)
                );
                var skip = Math.Clamp((page - 1L) * pageSize, 0, Math.Max(0, (count - 1) / pageSize * pageSize));
                var some = AuditListSql.Parameters(filter, references, skip, pageSize);
                var rows = (
                    await connection.QueryAsync<AuditRow>(
                        new CommandDefinition(RowsSql + where + OrderSql + database.Dialect.Page, some, cancellationToken: token)
                    )
                ).AsList();
                var values = await PersonalValues.ReadAsync(connection, database.Dialect, rows.SelectMany(row => row.Texts), token);
                return new ListPage<AuditRow>([.. rows.Select(row => row.With(values, texts["Erased"]))], count);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        AuditListSql.EveryWhere(dialect).Select(where => RowsSql + where + OrderSql + dialect.Page);
}
