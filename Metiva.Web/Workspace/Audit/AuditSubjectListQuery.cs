using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Somebody whose values stand in the log.</summary>
public sealed record AuditSubjectRow
{
    public Guid Id { get; init; }
    public string Subject { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Person, Account, Contact, Invitation or Setting.</summary>
    public string Kind => Subject.Split(':')[0];

    /// <summary>What stands there of them; none once they were erased.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>Everybody whose personal values stand in the company's audit log, newest first.</summary>
public sealed class AuditSubjectListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string FromSql = " FROM AuditSubjects s WHERE 1 = 1";
    private const string OfKind = " AND s.Subject LIKE @Kind";
    private const string Some = " AND s.Id IN (";
    private const string CountSql = "SELECT COUNT(*)" + FromSql;
    private const string RowsSql = "SELECT s.Id, s.Subject, s.CreatedAt, s.ErasedAt" + FromSql;
    private const string OrderSql = " ORDER BY s.CreatedAt DESC, s.Id DESC ";

    /// <summary>Reads a page; a page past the end gives the last one.</summary>
    /// <param name="text">Part of a value, or null.</param>
    /// <param name="kind">Only this kind, or null.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="pageSize">Rows on it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Result<ListPage<AuditSubjectRow>>> Run(
        string? text,
        string? kind,
        int page,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        var where = Where(kind is not null, text is not null, database.Dialect);
        return await database.ReadAsync<Result<ListPage<AuditSubjectRow>>>(
            async (connection, token) =>
            {
                var among = text is null ? null : await PersonalValues.SubjectsWithAsync(connection, database.Dialect, kind, text, token);
                var count = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(CountSql + where, Parameters(kind, among, skip: 0, pageSize), cancellationToken: token)
                );
                var skip = Math.Clamp((page - 1L) * pageSize, 0, Math.Max(0, (count - 1) / pageSize * pageSize));
                var rows = (
                    await connection.QueryAsync<AuditSubjectRow>(
                        new CommandDefinition(
                            RowsSql + where + OrderSql + database.Dialect.Page,
                            Parameters(kind, among, skip, pageSize),
                            cancellationToken: token
                        )
                    )
                ).AsList();
                var values = await PersonalValues.OfSubjectsAsync(connection, database.Dialect, rows.Select(row => row.Id), token);
                return new ListPage<AuditSubjectRow>([.. rows.Select(row => row with { Values = [.. values[row.Id]] })], count);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from ofKind in new[] { false, true }
        from some in new[] { false, true }
        let conditions = Where(ofKind, some, dialect)
        from text in new[] { CountSql + conditions, RowsSql + conditions + OrderSql + dialect.Page }
        select text;

    private static string Where(bool kind, bool some, SqlDialect dialect) =>
        (kind ? OfKind : "") + (some ? Some + dialect.Among + ")" : "");

    private static object Parameters(string? kind, string? among, long skip, int take) =>
        new
        {
            Kind = kind is null ? null : new DbString { Value = kind + ":%", IsAnsi = true },
            Among = among,
            Skip = skip,
            Take = take,
        };
}
