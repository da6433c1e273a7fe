using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Audit;

/// <summary>Which records. Person and action may be parts of a name; the record is named exactly. Both days are included.</summary>
public sealed record AuditFilter(
    string? Person = null,
    string? Action = null,
    string? EntityType = null,
    string? EntityId = null,
    DateOnly? From = null,
    DateOnly? To = null
);

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
}

/// <summary>The company's audit log, newest first: two statements a page.</summary>
public sealed class AuditListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string CountSql = "SELECT COUNT(*) FROM AuditRecords a WHERE 1 = 1";
    private const string RowsSql =
        "SELECT a.Sequence, a.At, a.PersonName, a.Action, a.EntityType, a.EntityId, a.Summary, a.Before, a.After"
        + " FROM AuditRecords a WHERE 1 = 1";
    private const string OrderSql = " ORDER BY a.Sequence DESC ";

    private const string OfPerson = @" AND a.PersonName LIKE @Person ESCAPE '\'";
    private const string OfAction = @" AND a.Action LIKE @Action ESCAPE '\'";
    private const string OfType = " AND a.EntityType = @EntityType";
    private const string OfRecord = " AND a.EntityId = @EntityId";
    private const string Since = " AND a.At >= @Since";
    private const string Before = " AND a.At < @Before";

    /// <summary>Reads a page; a page past the end gives the last one.</summary>
    public async Task<Result<ListPage<AuditRow>>> Run(AuditFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Audit.Read) is { } denied)
        {
            return denied;
        }

        var where = Where(
            filter.Person is not null,
            filter.Action is not null,
            filter.EntityType is not null,
            filter.EntityId is not null,
            filter.From is not null,
            filter.To is not null
        );
        object Parameters(long skip) =>
            new
            {
                Person = LikePattern.Containing(filter.Person),
                Action = LikePattern.Containing(filter.Action),
                EntityType = Ansi(filter.EntityType),
                EntityId = Ansi(filter.EntityId),
                Since = filter.From is { } from ? BusinessDay.StartOf(from) : (DateTimeOffset?)null,
                Before = filter.To is { } to ? BusinessDay.StartOf(to.AddDays(1)) : (DateTimeOffset?)null,
                Skip = skip,
                Take = pageSize,
            };

        return await database.ReadAsync<Result<ListPage<AuditRow>>>(
            async (connection, token) =>
            {
                var count = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(CountSql + where, Parameters(0), cancellationToken: token)
                );
                var skip = Math.Clamp((page - 1L) * pageSize, 0, Math.Max(0, (count - 1) / pageSize * pageSize));
                var rows = await connection.QueryAsync<AuditRow>(
                    new CommandDefinition(RowsSql + where + OrderSql + database.Dialect.Page, Parameters(skip), cancellationToken: token)
                );
                return new ListPage<AuditRow>(rows.AsList(), count);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        Enumerable
            .Range(0, 64)
            .Select(bits => Where((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0))
            .SelectMany(where => new[] { CountSql + where, RowsSql + where + OrderSql + dialect.Page });

    private static string Where(bool person, bool action, bool type, bool record, bool since, bool before) =>
        string.Concat(
            string.Concat(person ? OfPerson : "", action ? OfAction : ""),
            string.Concat(type ? OfType : "", record ? OfRecord : ""),
            since ? Since : "",
            before ? Before : ""
        );

    // These columns hold plain ASCII; a wider parameter would keep SQL Server from their index.
    private static DbString? Ansi(string? value) =>
        value is null
            ? null
            : new DbString
            {
                Value = value,
                IsAnsi = true,
                Length = AuditRecord.EntityLength,
            };
}
