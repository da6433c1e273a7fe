using System.Runtime.CompilerServices;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>
/// Every invoice of a filter, in the order in which they were made. Read a block at a time, each beginning after the key of the last:
/// a slow receiver holds no connection, memory stays the same, and who loses access in the middle gets no further block.
/// </summary>
public sealed class InvoiceExportQuery(TenantScope scope, CompanyDatabase database, TimeProvider time)
{
    private const int Block = 500;
    private const string AfterSql = " AND i.Id > @After";
    private const string OrderSql = " ORDER BY i.Id ";

    // No invoice has this key, and every key comes after it.
    private static readonly Guid Start = Guid.Empty;

    /// <summary>How far this person's export reaches: no further than what they may read, nor than what they may export.</summary>
    internal static Scope Reach(TenantContext tenant)
    {
        var read = tenant.ScopeOf(Permissions.Invoices.Read);
        var export = tenant.ScopeOf(Permissions.Export.Create);
        return tenant.IsStaff && read > Scope.Published && export > Scope.Published ? (Scope)Math.Min((int)read, (int)export) : Scope.None;
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">The person may not; the command in front of this refuses before.</exception>
    public async IAsyncEnumerable<InvoiceRow> Run(InvoiceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        var reach = Reach(tenant);
        if (reach == Scope.None)
        {
            throw new InvalidOperationException("An export without the permission for it.");
        }

        var text = Text(InvoiceConditions.Of(filter, reach == Scope.Own), database.Dialect);
        var today = time.Today();
        Guid? after = Start;
        while (after is not null)
        {
            var parameters = InvoiceListSql.Parameters(filter, tenant.PersonId.Value, today, skip: 0, Block, after);
            var rows = await database.ReadAsync(
                async (connection, token) =>
                    (await connection.QueryAsync<InvoiceRow>(new CommandDefinition(text, parameters, cancellationToken: token))).AsList(),
                cancellationToken
            );
            foreach (var row in rows)
            {
                yield return row;
            }

            after = rows.Count == Block ? rows[^1].Id : null;
        }
    }

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        InvoiceConditions.All().Select(conditions => Text(conditions, dialect));

    private static string Text(InvoiceConditions conditions, SqlDialect dialect) =>
        string.Concat(
            "SELECT " + InvoiceListSql.Columns + InvoiceListSql.From,
            InvoiceListSql.Where(conditions),
            AfterSql + OrderSql,
            dialect.Page
        );
}
