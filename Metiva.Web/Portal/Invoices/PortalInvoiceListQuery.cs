using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Invoices;

/// <summary>The published invoices: two statements, whatever the size of the table.</summary>
public sealed class PortalInvoiceListQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const string SumsSql =
        "SELECT COUNT(*) AS InvoiceCount, COALESCE(SUM(i.Total), 0) AS Total, COALESCE(SUM(i.OpenBalance), 0) AS OpenBalance";
    private const string RowsSql = "SELECT i.Id, i.Number, i.CustomerName, i.State, i.IssueDate, i.DueDate, i.Total, i.OpenBalance";
    private const string FromSql = " FROM Invoices i WHERE " + Published.Invoices;
    private const string OpenSql = " AND i.State IN ('Issued', 'PartiallyPaid')";
    private const string PaidSql = " AND i.State = 'Paid'";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<PortalInvoiceList>> Run(PortalInvoiceRequest request, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksInPortal(Permissions.Payments.Read) is { } denied)
        {
            return denied;
        }

        var size = Math.Clamp(request.PageSize, 1, PortalInvoiceRequest.LargestPage);
        return await database.ReadAsync<Result<PortalInvoiceList>>(
            async (connection, token) =>
            {
                var totals = await connection.QuerySingleAsync<PortalInvoiceTotals>(
                    new CommandDefinition(SumsText(request.Filter), cancellationToken: token)
                );
                var pages = (int)Math.Max(1, (totals.InvoiceCount + size - 1) / size);
                var page = Math.Clamp(request.Page, 1, pages);
                var rows = await connection.QueryAsync<PortalInvoiceRow>(
                    new CommandDefinition(
                        RowsText(request.Filter, request.Sort, request.Descending, database.Dialect),
                        new { Skip = (page - 1) * size, Take = size },
                        cancellationToken: token
                    )
                );
                return new PortalInvoiceList(rows.AsList(), totals, page, time.Today());
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        from filter in Enum.GetValues<PortalInvoiceFilter>()
        from text in (
            from sort in Enum.GetValues<PortalInvoiceSort>()
            from down in new[] { false, true }
            select RowsText(filter, sort, down, dialect)
        ).Prepend(SumsText(filter))
        select text;

    private static string SumsText(PortalInvoiceFilter filter) => SumsSql + FromSql + Where(filter);

    private static string RowsText(PortalInvoiceFilter filter, PortalInvoiceSort sort, bool descending, SqlDialect dialect) =>
        RowsSql + FromSql + Where(filter) + OrderBy(sort, descending) + dialect.Page;

    private static string Where(PortalInvoiceFilter filter) =>
        filter switch
        {
            PortalInvoiceFilter.Open => OpenSql,
            PortalInvoiceFilter.Paid => PaidSql,
            _ => "",
        };

    // The key at the end makes the order of equal values the same on every page.
    private static string OrderBy(PortalInvoiceSort sort, bool descending) =>
        (sort, descending) switch
        {
            (PortalInvoiceSort.Number, false) => " ORDER BY i.Number, i.Id ",
            (PortalInvoiceSort.Number, true) => " ORDER BY i.Number DESC, i.Id DESC ",
            (PortalInvoiceSort.Due, false) => " ORDER BY i.DueDate, i.Id ",
            (PortalInvoiceSort.Due, true) => " ORDER BY i.DueDate DESC, i.Id DESC ",
            (PortalInvoiceSort.Total, false) => " ORDER BY i.Total, i.Id ",
            (PortalInvoiceSort.Total, true) => " ORDER BY i.Total DESC, i.Id DESC ",
            (_, false) => " ORDER BY i.IssueDate, i.Number, i.Id ",
            (_, true) => " ORDER BY i.IssueDate DESC, i.Number DESC, i.Id DESC ",
        };
}
