using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Portal.Home;

/// <summary>The portal's first page: each part is read only by those who may, so that it holds nothing to hide afterwards.</summary>
public sealed class PortalHomeQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    /// <summary>How many of each are listed; the rest is one click away.</summary>
    public const int Listed = 8;

    private const string MoneySql =
        "SELECT COUNT(*) AS InvoiceCount, COALESCE(SUM(i.OpenBalance), 0) AS OpenBalance,"
        + " COALESCE(SUM(CASE WHEN i.DueDate < @Today THEN i.OpenBalance ELSE 0 END), 0) AS Overdue FROM Invoices i WHERE "
        + Published.OpenInvoices;
    private const string DueSql =
        "SELECT i.Id, i.Number, i.DueDate, i.OpenBalance FROM Invoices i WHERE " + Published.OpenInvoices + " ORDER BY i.DueDate, i.Id ";
    private const string PendingFromSql = " FROM Contracts c WHERE c.PublishedAt IS NOT NULL AND c.State = 'Pending'";
    private const string PendingCountSql = "SELECT COUNT(*)" + PendingFromSql;
    private const string PendingSql = "SELECT c.Id, c.Title, c.PublishedAt" + PendingFromSql + " ORDER BY c.PublishedAt, c.Id ";
    private const string RunningSql =
        "SELECT p.Id, p.Name, p.State, p.DueDate, (SELECT COUNT(*) FROM Milestones m WHERE m.ProjectId = p.Id) AS Milestones,"
        + " (SELECT COUNT(*) FROM Milestones m WHERE m.ProjectId = p.Id AND m.CompletedOn IS NOT NULL) AS Reached"
        + " FROM Projects p WHERE p.State IN ('Active', 'OnHold') AND "
        + Published.Projects
        + " ORDER BY p.DueDate, p.Id ";

    /// <summary>Reads it.</summary>
    public async Task<Result<PortalHome>> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.LacksInPortal(Permissions.Profile.Read) is { } denied)
        {
            return denied;
        }

        var today = time.Today();
        return await database.ReadAsync<Result<PortalHome>>(
            async (connection, token) =>
                new PortalHome(
                    tenant.Allows(Permissions.Payments.Read) ? await MoneyAsync(connection, today, token) : null,
                    tenant.Allows(Permissions.Contracts.Read) && tenant.IsOn(FeatureSwitches.PortalContracts)
                        ? await ToSignAsync(connection, token)
                        : null,
                    tenant.Allows(Permissions.Projects.Read) && tenant.IsOn(FeatureSwitches.PortalProjects)
                        ? (await connection.QueryAsync<PortalRunningProject>(First(RunningSql, token))).AsList()
                        : null,
                    today
                ),
            cancellationToken
        );
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [MoneySql, DueSql + dialect.Page, PendingCountSql, PendingSql + dialect.Page, RunningSql + dialect.Page];

    private async Task<PortalMoneyDue> MoneyAsync(DbConnection connection, DateOnly today, CancellationToken token)
    {
        var sums = await connection.QuerySingleAsync<Sums>(
            new CommandDefinition(MoneySql, new { Today = today }, cancellationToken: token)
        );
        var first = await connection.QueryAsync<PortalDueInvoice>(First(DueSql, token));
        return new PortalMoneyDue(first.AsList(), sums.InvoiceCount, sums.OpenBalance, sums.Overdue);
    }

    private async Task<PortalToSign> ToSignAsync(DbConnection connection, CancellationToken token)
    {
        var count = await connection.ExecuteScalarAsync<long>(new CommandDefinition(PendingCountSql, cancellationToken: token));
        var first = await connection.QueryAsync<PortalPendingContract>(First(PendingSql, token));
        return new PortalToSign(first.AsList(), count);
    }

    private CommandDefinition First(string text, CancellationToken token) =>
        new(text + database.Dialect.Page, new { Skip = 0, Take = Listed }, cancellationToken: token);

    private sealed record Sums
    {
        public long InvoiceCount { get; init; }
        public Money OpenBalance { get; init; }
        public Money Overdue { get; init; }
    }
}
