using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Jobs;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>A line of the list.</summary>
public sealed record JobRow
{
    public Guid Id { get; init; }
    public string Kind { get; init; } = "";
    public WorkState State { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public int Attempts { get; init; }
    public int? Progress { get; init; }
    public bool CancelAsked { get; init; }
    public string? Trouble { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public Guid? RequestedBy { get; init; }
}

/// <summary>A page of jobs, and the kinds that there are to filter by.</summary>
public sealed record JobList(ListPage<JobRow> Page, IReadOnlyList<string> Kinds);

/// <summary>The company's work: three statements a page, whatever the size of the table.</summary>
public sealed class JobListQuery(TenantScope scope, CompanyDatabase database)
{
    private const string KindsSql = "SELECT DISTINCT w.Kind" + JobListSql.From + " ORDER BY w.Kind";

    /// <summary>Reads a page; a page past the end gives the last one.</summary>
    public async Task<Result<JobList>> Run(ListQuery query, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Read) is { } denied)
        {
            return denied;
        }

        var (state, kind) = (query.Choice<WorkState>("state"), query.Text("kind"));
        var where = JobListSql.Where(state is not null, kind is not null);
        return await database.ReadAsync<Result<JobList>>(
            async (connection, token) =>
            {
                object Parameters(long skip) =>
                    new
                    {
                        State = Ansi(state?.ToString()),
                        Kind = Ansi(kind),
                        Skip = skip,
                        Take = query.PageSize,
                    };

                var count = await connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(JobListSql.CountSql + where, Parameters(0), cancellationToken: token)
                );
                var skip = (query.PageOf(count) - 1L) * query.PageSize;
                var rows = await connection.QueryAsync<JobRow>(
                    new CommandDefinition(
                        PageText(where, query.Sort, query.Descending, database.Dialect),
                        Parameters(skip),
                        cancellationToken: token
                    )
                );
                var kinds = await connection.QueryAsync<string>(new CommandDefinition(KindsSql, cancellationToken: token));
                return new JobList(new ListPage<JobRow>(rows.AsList(), count), kinds.AsList());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from state in new[] { false, true }
        from kind in new[] { false, true }
        let conditions = JobListSql.Where(state, kind)
        from sort in JobAddress.Rules.Sorts
        from down in new[] { false, true }
        from text in new[] { JobListSql.CountSql + conditions, PageText(conditions, sort, down, dialect), KindsSql }
        select text;

    private static string PageText(string where, string sort, bool descending, SqlDialect dialect) =>
        string.Concat(JobListSql.Columns + JobListSql.From, where, JobListSql.OrderBy(sort, descending), dialect.Page);

    // These columns hold plain ASCII; a wider parameter would keep SQL Server from their index.
    private static DbString? Ansi(string? value) =>
        value is null
            ? null
            : new DbString
            {
                Value = value,
                IsAnsi = true,
                Length = WorkItem.KindLength,
            };
}
