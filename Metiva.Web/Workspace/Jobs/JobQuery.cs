using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Jobs;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>One attempt.</summary>
public sealed record AttemptRow
{
    public int Attempt { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public WorkOutcome Outcome { get; init; }
    public string? Trouble { get; init; }
    public string Node { get; init; } = "";
}

/// <summary>One job and its latest attempts.</summary>
public sealed record Job(JobRow Row, IReadOnlyList<AttemptRow> Attempts);

/// <summary>One job with its run history: two statements.</summary>
public sealed class JobQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>How many attempts are shown, the latest first.</summary>
    public const int MostAttempts = 50;

    private const string RowSql = JobListSql.Columns + JobListSql.From + " AND w.Id = @Id";
    private const string AttemptsSql =
        "SELECT r.Attempt, r.StartedAt, r.EndedAt, r.Outcome, r.Trouble, r.Node FROM WorkRuns r WHERE r.ItemId = @Id ORDER BY r.Attempt DESC ";

    /// <summary>Reads it.</summary>
    public async Task<Result<Job>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Read) is { } denied)
        {
            return denied;
        }

        var parameters = new
        {
            Id = id,
            Skip = 0L,
            Take = MostAttempts,
        };
        return await database.ReadAsync<Result<Job>>(
            async (connection, token) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<JobRow>(
                    new CommandDefinition(RowSql, parameters, cancellationToken: token)
                );
                if (row is null)
                {
                    return new NotFound();
                }

                var attempts = await connection.QueryAsync<AttemptRow>(
                    new CommandDefinition(AttemptsSql + database.Dialect.Page, parameters, cancellationToken: token)
                );
                return new Job(row, attempts.AsList());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [RowSql, AttemptsSql + dialect.Page];
}
