using Metiva.Domain.Features;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Web.Workspace.Audit;

/// <summary>The records of an export, read as they are asked for.</summary>
public sealed record AuditExport(IAsyncEnumerable<AuditExportRow> Rows);

/// <summary>Begins an export: nothing leaves before the log itself says who took what.</summary>
public sealed class ExportAudit(TenantScope scope, CompanyDatabase database, AuditExportQuery rows)
{
    /// <summary>Which records, and in which form: CSV or JSON.</summary>
    public sealed record Command(AuditFilter Filter, string Format);

    /// <summary>Writes the audit record; gives the rows, that one included.</summary>
    public async Task<Result<AuditExport>> Run(Command command, CancellationToken cancellationToken)
    {
        if (AuditExportQuery.Denies(scope.Context) is { } denied)
        {
            return denied;
        }

        if (scope.Context.Misses(FeatureSwitches.AuditExport) is { } off)
        {
            return off;
        }

        var (filter, format) = command;
        var written = await database.WriteAsync<bool>(
            (write, _) =>
            {
                write.Audit(
                    "audit.exported",
                    "AuditLog",
                    "export",
                    "Audit log, as " + format,
                    after: new
                    {
                        Format = format,
                        OfText = filter.Text is not null,
                        OfPerson = filter.Person is not null,
                        filter.Action,
                        filter.EntityType,
                        filter.EntityId,
                        filter.From,
                        filter.To,
                    }
                );
                return Task.FromResult<Result<bool>>(true);
            },
            cancellationToken
        );
        return written.Ok ? new AuditExport(rows.Run(filter, cancellationToken)) : written.Error!;
    }
}
