using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Contracts;

/// <summary>What the list of contracts may be sorted by; those that wait for a signature come first in each.</summary>
public enum PortalContractSort
{
    Start,
    Title,
    Value,
}

/// <summary>The contracts that wait for a signature or have one.</summary>
public sealed class PortalContractListQuery(TenantScope scope, CompanyDatabase database)
{
    /// <summary>The most rows of one page.</summary>
    public const int LargestPage = 100;

    private const string FromSql = " FROM Contracts c WHERE " + Published.Contracts;
    private const string CountSql = "SELECT COUNT(*)" + FromSql;
    private const string RowsSql =
        "SELECT c.Id, c.Title, c.State, c.Value, c.StartDate, c.EndDate, c.SignedAt"
        + FromSql
        + " ORDER BY CASE WHEN c.State = 'Pending' THEN 0 ELSE 1 END, ";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<PortalContractList>> Run(
        PortalContractSort sort,
        bool descending,
        int page,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        if (scope.Context.LacksInPortal(Permissions.Contracts.Read) is { } denied)
        {
            return denied;
        }

        if (scope.Context.Misses(FeatureSwitches.PortalContracts) is { } off)
        {
            return off;
        }

        var size = Math.Clamp(pageSize, 1, LargestPage);
        return await database.ReadAsync<Result<PortalContractList>>(
            async (connection, token) =>
            {
                var total = await connection.ExecuteScalarAsync<long>(new CommandDefinition(CountSql, cancellationToken: token));
                var last = (int)Math.Max(1, (total + size - 1) / size);
                var rows = await connection.QueryAsync<PortalContractRow>(
                    new CommandDefinition(
                        RowsText(sort, descending, database.Dialect),
                        new { Skip = (Math.Clamp(page, 1, last) - 1) * size, Take = size },
                        cancellationToken: token
                    )
                );
                return new PortalContractList(rows.AsList(), total);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        (from sort in Enum.GetValues<PortalContractSort>() from down in new[] { false, true } select RowsText(sort, down, dialect)).Prepend(
            CountSql
        );

    private static string RowsText(PortalContractSort sort, bool descending, SqlDialect dialect) =>
        RowsSql
        + (sort, descending) switch
        {
            (PortalContractSort.Title, false) => "c.Title, c.Id ",
            (PortalContractSort.Title, true) => "c.Title DESC, c.Id DESC ",
            (PortalContractSort.Value, false) => "c.Value, c.Id ",
            (PortalContractSort.Value, true) => "c.Value DESC, c.Id DESC ",
            (_, false) => "c.StartDate, c.Id ",
            (_, true) => "c.StartDate DESC, c.Id DESC ",
        }
        + dialect.Page;
}
