using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Invoices;

/// <summary>
/// One published invoice as the client sees it: without its history, its review, its people. One that does not exist, one of
/// another company and one that was not published are the same: not found.
/// </summary>
public sealed class PortalInvoiceQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const string HeaderSql =
        "SELECT i.Id, i.Number, i.State, i.CustomerName, i.CustomerAddress, i.CustomerVatId, i.IssueDate, i.SupplyDate, i.DueDate,"
        + " i.Reference, i.Subtotal, i.Vat, i.Total, i.Paid, i.OpenBalance FROM Invoices i WHERE i.Id = @Id AND "
        + Published.Invoices;
    private const string LinesSql =
        "SELECT l.Position, l.Description, l.Quantity, l.Unit, l.UnitPrice, l.Vat, l.Net"
        + " FROM InvoiceLines l JOIN Invoices i ON i.Id = l.InvoiceId WHERE l.InvoiceId = @Id AND "
        + Published.Invoices
        + " ORDER BY l.Position";
    private const string VatSql =
        "SELECT v.Rate, v.Base, v.Vat FROM InvoiceVatTotals v JOIN Invoices i ON i.Id = v.InvoiceId WHERE v.InvoiceId = @Id AND "
        + Published.Invoices;
    private const string SellerSql =
        "SELECT b.LegalName, b.Street, b.PostalCode, b.City, b.Country, b.KvkNumber, b.VatId, b.Iban FROM CompanyProfile b WHERE b.Id = 1";

    /// <summary>Reads it.</summary>
    public async Task<Result<PortalInvoice>> Run(Guid id, CancellationToken cancellationToken)
    {
        if (scope.Context.LacksInPortal(Permissions.Payments.Read) is { } denied)
        {
            return denied;
        }

        return await database.ReadAsync<Result<PortalInvoice>>(
            async (connection, token) =>
            {
                CommandDefinition Command(string text) => new(text, new { Id = id }, cancellationToken: token);

                if (await connection.QuerySingleOrDefaultAsync<PortalInvoiceHeader>(Command(HeaderSql)) is not { } header)
                {
                    return new NotFound();
                }

                // Lines and VAT of an issued invoice never change, so they fit the header whenever they are read.
                var lines = await connection.QueryAsync<PortalInvoiceLine>(Command(LinesSql));
                var totals = await connection.QueryAsync<PortalVatTotal>(Command(VatSql));
                var seller = await connection.QuerySingleOrDefaultAsync<PortalSeller>(Command(SellerSql));
                return new PortalInvoice(
                    header,
                    lines.AsList(),
                    [.. totals.OrderByDescending(total => total.Rate.Percent).ThenBy(total => total.Rate.Category)],
                    seller,
                    time.Today()
                );
            },
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [HeaderSql, LinesSql, VatSql, SellerSql];
}
