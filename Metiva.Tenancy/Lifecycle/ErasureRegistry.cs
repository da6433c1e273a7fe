using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>The beginning and the end of an erasure in the registry, each one transaction that decides on the rows it reads itself.</summary>
internal sealed class ErasureRegistry(ControlPlaneDatabase controlPlane, TimeProvider time)
{
    private const string Asked = "companies.erase";
    private const string Done = "companies.erased";

    /// <summary>Lets the company close, or refuses. The value says whether it was not closing before.</summary>
    internal Task<Result<bool>> CloseAsync(ErasureOrder order, string who, CancellationToken cancellationToken) =>
        controlPlane.WriteAsync<bool>((context, token) => CloseAsync(context, order, who, token), cancellationToken);

    /// <summary>The company as the registry has it now; null when it is not closing, or gone.</summary>
    internal async Task<CatalogEntry?> FindAsync(CompanyId id, CancellationToken cancellationToken)
    {
        var row = await controlPlane.ReadAsync(
            (context, token) =>
                context.Companies.SingleOrDefaultAsync(
                    row => row.Id == id && row.State == CompanyState.Closing && row.Kind != CompanyKind.Agency,
                    token
                ),
            cancellationToken
        );
        return row is null ? null : CompanyProvisioner.EntryOf(row);
    }

    /// <summary>Whether its erasure was asked for by that moment. A row that says Closing without that is nobody's order.</summary>
    internal Task<bool> WasAskedAsync(CompanyId id, DateTimeOffset by, CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) => context.ControlAudit.AnyAsync(row => row.CompanyId == id && row.Action == Asked && row.At <= by, token),
            cancellationToken
        );

    /// <summary>Whether another company's row names the same database.</summary>
    internal Task<bool> IsSharedAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) =>
                context.Companies.AnyAsync(
                    row => row.Id != company.Id && row.Server == company.Server && row.Database == company.Database,
                    token
                ),
            cancellationToken
        );

    /// <summary>Forgets the company, unless somebody else has.</summary>
    internal async Task<ErasedCompany> ForgetAsync(CompanyId id, ErasedCompany erased, string who, CancellationToken cancellationToken)
    {
        var rows = await controlPlane.WriteAsync<int>((context, token) => ForgetAsync(context, id, erased, who, token), cancellationToken);
        return erased with { Rows = rows.Value };
    }

    private async Task<Result<bool>> CloseAsync(
        ControlPlaneContext context,
        ErasureOrder order,
        string who,
        CancellationToken cancellationToken
    )
    {
        var row = await context.Companies.SingleOrDefaultAsync(row => row.Id == order.Company, cancellationToken);
        if (row is null)
        {
            return new NoSuchCompany();
        }

        if (CompanyStanding.Erase(row.Kind, row.State, row.Name, order.Name, order.Reason) is { } refused)
        {
            return refused;
        }

        if (row.State == CompanyState.Closing)
        {
            return false;
        }

        if (await UnderWayAsync(context, row.Id, cancellationToken) is { } what)
        {
            return new ErasureWaits(what);
        }

        (row.State, row.StateReason) = (CompanyState.Closing, order.Reason!.Trim());
        row.Version++;
        context.ControlAudit.Add(Line(row.Id, who, Asked, row.StateReason));
        return true;
    }

    /// <summary>What has to end first, because it would be carried out on a company that is half gone.</summary>
    private static async Task<string?> UnderWayAsync(ControlPlaneContext context, CompanyId id, CancellationToken cancellationToken) =>
        await context.CompanyMoves.AnyAsync(row => row.CompanyId == id, cancellationToken) ? "a move to another server"
        : await context.CredentialRotations.AnyAsync(row => row.CompanyId == id, cancellationToken) ? "a new database password"
        : await context.MembershipChanges.AnyAsync(row => row.CompanyId == id, cancellationToken) ? "a change of a membership"
        : await context.CompanyStateChanges.AnyAsync(row => row.CompanyId == id, cancellationToken) ? "a suspension or resumption"
        : null;

    private async Task<Result<int>> ForgetAsync(
        ControlPlaneContext context,
        CompanyId id,
        ErasedCompany erased,
        string who,
        CancellationToken cancellationToken
    )
    {
        if (!await context.Companies.AnyAsync(row => row.Id == id && row.State == CompanyState.Closing, cancellationToken))
        {
            return 0;
        }

        var rows = await ErasedRows.DeleteAsync(context, id, cancellationToken);
        var summary = $"Database '{erased.Database}' on server '{erased.Server}', files, key and secrets, and {rows} rows of the registry";
        context.ControlAudit.Add(Line(id, who, Done, summary));
        return rows;
    }

    private ControlAuditRow Line(CompanyId company, string who, string action, string summary) =>
        new()
        {
            At = time.GetUtcNow(),
            PersonName = who,
            Action = action,
            CompanyId = company,
            Summary = AuditText.Cut(summary),
        };
}
