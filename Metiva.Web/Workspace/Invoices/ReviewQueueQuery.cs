using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>An invoice that waits for review.</summary>
public sealed record ReviewQueueRow
{
    public Guid Id { get; init; }
    public string CustomerName { get; init; } = "";
    public string? Reference { get; init; }
    public DateOnly SupplyDate { get; init; }
    public Money Total { get; init; }
    public long Version { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public string? SubmittedBy { get; init; }
}

/// <summary>The head of the queue, and how many wait in all.</summary>
public sealed record ReviewQueue(IReadOnlyList<ReviewQueueRow> Rows, long Waiting);

/// <summary>What waits for review, in the order in which it was submitted.</summary>
public sealed class ReviewQueueQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>How much of the queue is shown at once; the rest moves up.</summary>
    public const int Most = 200;

    private const string CountSql = "SELECT COUNT(*) FROM Invoices i WHERE i.State = 'InReview'";
    private const string QueueSql =
        "SELECT i.Id, i.CustomerName, i.Reference, i.SupplyDate, i.Total, i.Version, e.At AS SubmittedAt, e.PersonName AS SubmittedBy"
        + " FROM Invoices i LEFT JOIN InvoiceEvents e ON e.InvoiceId = i.Id AND e.Version ="
        + " (SELECT MAX(s.Version) FROM InvoiceEvents s WHERE s.InvoiceId = i.Id AND s.Kind = 'Submitted')"
        + " WHERE i.State = 'InReview' ORDER BY e.At, i.Id ";

    /// <summary>Reads the queue.</summary>
    public async Task<Result<ReviewQueue>> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Invoices.ReadReviews) is { } denied)
        {
            return denied;
        }

        return await database.ReadAsync<Result<ReviewQueue>>(
            async (connection, token) =>
            {
                var waiting = await connection.ExecuteScalarAsync<long>(new CommandDefinition(CountSql, cancellationToken: token));
                var rows = await connection.QueryAsync<ReviewQueueRow>(
                    new CommandDefinition(QueueSql + database.Dialect.Page, new { Skip = 0, Take = Most }, cancellationToken: token)
                );
                return new ReviewQueue(rows.AsList(), waiting);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [CountSql, QueueSql + dialect.Page];
}
