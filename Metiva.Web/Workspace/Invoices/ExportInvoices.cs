using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>The rows of an export, read as they are asked for.</summary>
public sealed record InvoiceExport(IAsyncEnumerable<InvoiceRow> Rows);

/// <summary>Begins an export: nothing leaves before the audit says who took what.</summary>
public sealed class ExportInvoices(TenantScope scope, CompanyDatabase database, InvoiceExportQuery rows)
{
    /// <summary>Which invoices.</summary>
    public sealed record Command(InvoiceFilter Filter);

    /// <summary>Writes the audit record; gives the rows.</summary>
    public async Task<Result<InvoiceExport>> Run(Command command, CancellationToken cancellationToken)
    {
        if (InvoiceExportQuery.Reach(scope.Context) == Scope.None)
        {
            return new PermissionDenied(Permissions.Export.Create.Name);
        }

        var filter = command.Filter;
        var written = await database.WriteAsync<bool>(
            (write, _) =>
            {
                write.Audit(
                    "invoices.exported",
                    "InvoiceList",
                    "export",
                    "Invoices, as CSV",
                    after: new
                    {
                        State = filter.State.ToString(),
                        filter.From,
                        filter.To,
                        filter.Customer,
                        Text = filter.SearchText,
                    }
                );
                return Task.FromResult<Result<bool>>(true);
            },
            cancellationToken
        );
        return written.Ok ? new InvoiceExport(rows.Run(filter, cancellationToken)) : written.Error!;
    }
}
