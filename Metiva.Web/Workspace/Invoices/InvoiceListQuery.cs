using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;
using Metiva.Web.Ui;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>What all invoices of a filter add up to.</summary>
public sealed record InvoiceTotals
{
    public long InvoiceCount { get; init; }
    public Money Vat { get; init; }
    public Money Total { get; init; }
    public Money OpenBalance { get; init; }

    /// <summary>The name of the customer that was filtered by; null without one.</summary>
    public string? CustomerName { get; init; }
}

/// <summary>One page of invoices with the totals of the whole filter.</summary>
public sealed record InvoiceList(IReadOnlyList<InvoiceRow> Rows, InvoiceTotals Totals, int Page, int Pages, DateOnly Today);

/// <summary>The list of invoices: two statements, whatever the size of the table.</summary>
public sealed class InvoiceListQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const string SumsSql =
        "SELECT COUNT(*) AS InvoiceCount, COALESCE(SUM(i.Vat), 0) AS Vat, COALESCE(SUM(i.Total), 0) AS Total,"
        + " COALESCE(SUM(i.OpenBalance), 0) AS OpenBalance";
    private const string CustomerNameSql = ", (SELECT a.Name FROM Accounts a WHERE a.Id = @Customer) AS CustomerName";

    /// <summary>Reads the page; a page past the end gives the last one.</summary>
    public async Task<Result<InvoiceList>> Run(InvoiceListRequest request, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var reach = tenant.ScopeOf(Permissions.Invoices.Read);
        if (reach <= Scope.Published)
        {
            return new PermissionDenied(Permissions.Invoices.Read.Name);
        }

        var conditions = InvoiceConditions.Of(request.Filter, reach == Scope.Own);
        var today = time.Today();
        var size = Math.Clamp(request.PageSize, 1, ListRules.PageSizes[^1]);
        return await database.ReadAsync<Result<InvoiceList>>(
            async (connection, token) =>
            {
                object Parameters(int skip) => InvoiceListSql.Parameters(request.Filter, tenant.PersonId.Value, today, skip, size);

                var totals = await connection.QuerySingleAsync<InvoiceTotals>(
                    new CommandDefinition(TotalsText(conditions), Parameters(0), cancellationToken: token)
                );
                var pages = (int)Math.Max(1, (totals.InvoiceCount + size - 1) / size);
                var page = Math.Clamp(request.Page, 1, pages);
                var text = PageText(conditions, request.Sort, request.Descending, database.Dialect);
                var rows =
                    totals.InvoiceCount == 0
                        ? []
                        : await connection.QueryAsync<InvoiceRow>(
                            new CommandDefinition(text, Parameters((page - 1) * size), cancellationToken: token)
                        );
                return new InvoiceList(rows.AsList(), totals, page, pages, today);
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        InvoiceConditions
            .All()
            .SelectMany(conditions =>
                Enum.GetValues<InvoiceSort>()
                    .SelectMany(sort => new[] { false, true }.Select(down => PageText(conditions, sort, down, dialect)))
                    .Prepend(TotalsText(conditions))
            );

    private static string TotalsText(InvoiceConditions conditions) =>
        string.Concat(SumsSql, conditions.Customer ? CustomerNameSql : "", InvoiceListSql.From, InvoiceListSql.Where(conditions));

    private static string PageText(InvoiceConditions conditions, InvoiceSort sort, bool descending, SqlDialect dialect) =>
        string.Concat(
            "SELECT " + InvoiceListSql.Columns + InvoiceListSql.From,
            InvoiceListSql.Where(conditions),
            InvoiceListSql.OrderBy(sort, descending),
            dialect.Page
        );
}
