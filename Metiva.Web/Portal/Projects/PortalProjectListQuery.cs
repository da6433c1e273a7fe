using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Projects;

/// <summary>What the list of projects may be sorted by; those under way come first in each.</summary>
public enum PortalProjectSort
{
    Due,
    Name,
    Start,
}

/// <summary>The projects that were shown to the client, with how far they are.</summary>
public sealed class PortalProjectListQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>The most rows of one page.</summary>
    public const int LargestPage = 100;

    private const string FromSql = " FROM Projects p WHERE " + Published.Projects;
    private const string CountSql = "SELECT COUNT(*)" + FromSql;
    private const string RowsSql =
        "SELECT p.Id, p.Name, p.State, p.StartDate, p.DueDate,"
        + " (SELECT COUNT(*) FROM Milestones m WHERE m.ProjectId = p.Id) AS Milestones,"
        + " (SELECT COUNT(*) FROM Milestones m WHERE m.ProjectId = p.Id AND m.CompletedOn IS NOT NULL) AS Reached"
        + FromSql
        + " ORDER BY CASE WHEN p.State IN ('Completed', 'Cancelled') THEN 1 ELSE 0 END, ";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<PortalProjectList>> Run(
        PortalProjectSort sort,
        bool descending,
        int page,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        if (scope.Context.LacksInPortal(Permissions.Projects.Read) is { } denied)
        {
            return denied;
        }

        if (scope.Context.Misses(FeatureSwitches.PortalProjects) is { } off)
        {
            return off;
        }

        var size = Math.Clamp(pageSize, 1, LargestPage);
        return await database.ReadAsync<Result<PortalProjectList>>(
            async (connection, token) =>
            {
                var total = await connection.ExecuteScalarAsync<long>(new CommandDefinition(CountSql, cancellationToken: token));
                var last = (int)Math.Max(1, (total + size - 1) / size);
                var rows = await connection.QueryAsync<PortalProjectRow>(
                    new CommandDefinition(
                        RowsText(sort, descending, database.Dialect),
                        new { Skip = (Math.Clamp(page, 1, last) - 1) * size, Take = size },
                        cancellationToken: token
                    )
                );
                return new PortalProjectList(rows.AsList(), total);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        (from sort in Enum.GetValues<PortalProjectSort>() from down in new[] { false, true } select RowsText(sort, down, dialect)).Prepend(
            CountSql
        );

    private static string RowsText(PortalProjectSort sort, bool descending, SqlDialect dialect) =>
        RowsSql
        + (sort, descending) switch
        {
            (PortalProjectSort.Name, false) => "p.Name, p.Id ",
            (PortalProjectSort.Name, true) => "p.Name DESC, p.Id DESC ",
            (PortalProjectSort.Start, false) => "p.StartDate, p.Id ",
            (PortalProjectSort.Start, true) => "p.StartDate DESC, p.Id DESC ",
            (_, false) => "p.DueDate, p.Id ",
            (_, true) => "p.DueDate DESC, p.Id DESC ",
        }
        + dialect.Page;
}
