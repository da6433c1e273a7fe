using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>One invoice with all that belongs to it.</summary>
public sealed class InvoiceQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const int Attempts = 3;
    private const string HeaderSql =
        "SELECT i.Id, i.AccountId, i.CustomerName, i.CustomerAddress, i.CustomerVatId, i.Number, i.State, i.IssueDate, i.SupplyDate,"
        + " i.PaymentTermDays, i.DueDate, i.Reference, i.Subtotal, i.Vat, i.Total, i.Paid, i.OpenBalance,"
        + " i.CreatedAt, i.ReviewNote, i.PublishedAt, i.Version, a.Name AS AccountName, a.Street, a.PostalCode, a.City, a.Country,"
        + " a.VatId AS AccountVatId FROM Invoices i JOIN Accounts a ON a.Id = i.AccountId WHERE i.Id = @Id";
    private const string OwnSql = HeaderSql + " AND (i.CreatedBy = @Me OR i.AssignedTo = @Me)";
    private const string VersionSql = "SELECT i.Version FROM Invoices i WHERE i.Id = @Id";
    private const string LinesSql =
        "SELECT l.Id, l.Position, l.Description, l.Quantity, l.Unit, l.UnitPrice, l.Vat, l.Net"
        + " FROM InvoiceLines l WHERE l.InvoiceId = @Id ORDER BY l.Position";
    private const string VatSql = "SELECT v.Rate, v.Base, v.Vat FROM InvoiceVatTotals v WHERE v.InvoiceId = @Id";
    private const string PaymentsSql =
        "SELECT p.PaidOn, p.Amount, p.Method, p.RegisteredAt FROM InvoicePayments p WHERE p.InvoiceId = @Id ORDER BY p.PaidOn, p.RegisteredAt";
    private const string HistorySql =
        "SELECT e.At, e.Version, e.Kind, e.PersonName, e.Note FROM InvoiceEvents e WHERE e.InvoiceId = @Id ORDER BY e.Version";

    /// <summary>Reads it.</summary>
    public async Task<Result<InvoiceDetail>> Run(Guid id, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var reach = tenant.ScopeOf(Permissions.Invoices.Read);
        return reach <= Scope.Published
            ? new PermissionDenied(Permissions.Invoices.Read.Name)
            : await database.ReadAsync((connection, token) => Read(connection, id, reach == Scope.Own, tenant, token), cancellationToken);
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [HeaderSql, OwnSql, VersionSql, LinesSql, VatSql, PaymentsSql, HistorySql];

    private async Task<Result<InvoiceDetail>> Read(
        DbConnection connection,
        Guid id,
        bool own,
        TenantContext tenant,
        CancellationToken token
    )
    {
        CommandDefinition Command(string text) => new(text, new { Id = id, Me = tenant.PersonId.Value }, cancellationToken: token);

        // Several statements, and a command of somebody else may commit between two of them: the version at the end tells.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await connection.QuerySingleOrDefaultAsync<InvoiceHeader>(Command(own ? OwnSql : HeaderSql)) is not { } header)
            {
                return new NotFound();
            }

            var lines = await connection.QueryAsync<InvoiceLineRow>(Command(LinesSql));
            var totals = await connection.QueryAsync<VatTotalRow>(Command(VatSql));
            var payments =
                tenant.ScopeOf(Permissions.Payments.Read) > Scope.Published
                    ? (await connection.QueryAsync<PaymentRow>(Command(PaymentsSql))).AsList()
                    : null;
            var history = await connection.QueryAsync<InvoiceEventRow>(Command(HistorySql));
            if (await connection.ExecuteScalarAsync<long>(Command(VersionSql)) == header.Version)
            {
                var byRate = totals.OrderByDescending(total => total.Rate.Percent).ThenBy(total => total.Rate.Category);
                return new InvoiceDetail(header, lines.AsList(), [.. byRate], payments, history.AsList(), time.Today());
            }
        }

        return new ChangedMeanwhile();
    }
}
