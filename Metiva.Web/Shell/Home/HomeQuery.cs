using System.Data.Common;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Shell.Home;

/// <summary>Reads the start page's figures: one statement for each area that the person may read, and none for the others.</summary>
public sealed class HomeQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const int LateShown = 5;

    private const string InvoicesSql =
        "SELECT COALESCE(SUM(CASE WHEN i.State = 'Draft' THEN 1 ELSE 0 END), 0) AS Drafts,"
        + " COALESCE(SUM(CASE WHEN i.State = 'InReview' THEN 1 ELSE 0 END), 0) AS InReview,"
        + " COALESCE(SUM(CASE WHEN i.OpenBalance > 0 AND i.State IN ('Issued', 'PartiallyPaid') THEN 1 ELSE 0 END), 0) AS OpenCount,"
        + " COALESCE(SUM(CASE WHEN i.State IN ('Issued', 'PartiallyPaid') THEN i.OpenBalance ELSE 0 END), 0) AS OpenTotal,"
        + " COALESCE(SUM(CASE WHEN i.OpenBalance > 0 AND i.State IN ('Issued', 'PartiallyPaid') AND i.DueDate < @Today THEN 1 ELSE 0 END), 0) AS Overdue,"
        + " COALESCE(SUM(CASE WHEN i.State IN ('Issued', 'PartiallyPaid') AND i.DueDate < @Today THEN i.OpenBalance ELSE 0 END), 0) AS OverdueTotal"
        + " FROM Invoices i WHERE i.State IN ('Draft', 'InReview', 'Issued', 'PartiallyPaid')";

    private const string LateSql =
        "SELECT i.Id, i.Number, i.CustomerName, i.DueDate, i.OpenBalance FROM Invoices i"
        + " WHERE i.State IN ('Issued', 'PartiallyPaid') AND i.OpenBalance > 0 AND i.DueDate < @Today";

    private const string LateOrder = " ORDER BY i.DueDate, i.Id ";

    private const string ContractsSql =
        "SELECT COALESCE(SUM(CASE WHEN i.State = 'Pending' THEN 1 ELSE 0 END), 0) AS Pending,"
        + " COALESCE(SUM(CASE WHEN i.State = 'Pending' THEN i.Value ELSE 0 END), 0) AS PendingValue,"
        + " COALESCE(SUM(CASE WHEN i.State = 'Draft' THEN 1 ELSE 0 END), 0) AS Drafts"
        + " FROM Contracts i WHERE i.State IN ('Draft', 'Pending')";

    private const string ProjectsSql =
        "SELECT COALESCE(SUM(CASE WHEN i.State = 'Active' THEN 1 ELSE 0 END), 0) AS Active,"
        + " COALESCE(SUM(CASE WHEN i.State = 'OnHold' THEN 1 ELSE 0 END), 0) AS OnHold,"
        + " COALESCE(SUM(CASE WHEN i.State = 'Active' AND i.DueDate < @Today THEN 1 ELSE 0 END), 0) AS Late"
        + " FROM Projects i WHERE i.State IN ('Active', 'OnHold')";

    private const string Own = " AND (i.CreatedBy = @Me OR i.AssignedTo = @Me)";

    /// <summary>Reads them.</summary>
    public Task<HomeFigures> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var parameters = new
        {
            Today = time.Today(),
            Me = tenant.PersonId.Value,
            Skip = 0,
            Take = LateShown,
        };
        return database.ReadAsync(
            async (connection, token) =>
            {
                var invoices = await OneAsync<InvoiceFigures>(Permissions.Invoices.Read, InvoicesSql, connection, token);
                var contracts = await OneAsync<ContractFigures>(Permissions.Contracts.Read, ContractsSql, connection, token);
                var projects = await OneAsync<ProjectFigures>(Permissions.Projects.Read, ProjectsSql, connection, token);
                var late = invoices is { Overdue: > 0 }
                    ? await connection.QueryAsync<LateInvoice>(
                        new CommandDefinition(
                            LateText(tenant.ScopeOf(Permissions.Invoices.Read) == Scope.Own, database.Dialect),
                            parameters,
                            cancellationToken: token
                        )
                    )
                    : [];
                return new HomeFigures(invoices, contracts, projects, late.AsList(), parameters.Today);
            },
            cancellationToken
        );

        async Task<T?> OneAsync<T>(Permission permission, string text, DbConnection connection, CancellationToken token)
            where T : class
        {
            var reach = tenant.ScopeOf(permission);
            return reach <= Scope.Published
                ? null
                : await connection.QuerySingleAsync<T>(
                    new CommandDefinition(reach == Scope.Own ? text + Own : text, parameters, cancellationToken: token)
                );
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        new[] { InvoicesSql, ContractsSql, ProjectsSql }
            .SelectMany(text => new[] { text, text + Own })
            .Append(LateText(own: false, dialect))
            .Append(LateText(own: true, dialect));

    private static string LateText(bool own, SqlDialect dialect) => string.Concat(LateSql, own ? Own : "", LateOrder, dialect.Page);
}
