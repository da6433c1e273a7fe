using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Suspends and resumes companies: with a record in the company's own audit, and one in the control plane in the same transaction
/// as the change.
/// </summary>
public sealed class CompanyStateChanges : AuditedChanges<CompanyStateChangeRow>
{
    private readonly TimeProvider time;

    internal CompanyStateChanges(ControlPlaneDatabase controlPlane, CompanyAuditWriter audit, TimeProvider time)
        : base(controlPlane, audit, time) => this.time = time;

    internal async Task<Result<Guid>> RequestAsync(
        TenantContext by,
        Snapshots snapshots,
        CompanyId id,
        CompanyState state,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        if (by.Lacks(Permissions.ControlPlane.Edit) is { } denied)
        {
            return denied;
        }

        by.Demand(AccessKind.Command);
        if (snapshots.Catalog.Find(id) is not { } company)
        {
            return new NotFound();
        }

        // Asked again on the registry's row; here it keeps a reason that fits no column out of everything.
        return CompanyStanding.Change(company.Kind, company.State, state, reason) is { } refused
            ? refused
            : await ChangeAsync(company, by, state, reason!, cancellationToken);
    }

    private Task<Result<Guid>> ChangeAsync(
        CatalogEntry company,
        TenantContext by,
        CompanyState state,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var row = new CompanyStateChangeRow
        {
            Id = Guid.CreateVersion7(now),
            CompanyId = company.Id,
            State = state,
            Reason = reason.Trim(),
            RequestedBy = by.PersonId,
            RequestedByName = by.PersonName,
            CreatedAt = now,
        };
        var record = new AuditRecord
        {
            OperationId = row.Id,
            At = now,
            PersonId = by.PersonId,
            PersonName = by.PersonName,
            Action = ActionOf(row),
            EntityType = "Company",
            EntityId = company.Id.ToString(),
            Summary = AuditText.Cut(SummaryOf(row)),
            After = JsonSerializer.Serialize(new { state = state.ToString(), reason = row.Reason }, JsonSerializerOptions.Web),
        };
        return RunAsync(
            company,
            (_, _) => Task.FromResult<Result<(CompanyStateChangeRow Row, AuditRecord Record)>>((row, record)),
            cancellationToken
        );
    }

    internal override async Task<Result<Action>> PlanAsync(
        ControlPlaneContext context,
        CompanyStateChangeRow row,
        CancellationToken cancellationToken
    )
    {
        var roles = await (
            from member in context.Memberships
            join agency in context.Companies on member.CompanyId equals agency.Id
            where agency.Kind == CompanyKind.Agency && member.PersonId == row.RequestedBy
            select member.Roles
        ).SingleOrDefaultAsync(cancellationToken);
        var needed = Permissions.ControlPlane.Edit;
        if (!RoleRegistry.GrantsFor(roles, CompanyKind.Agency).Allows(needed))
        {
            return new PermissionDenied(needed.Name);
        }

        var company = await context.Companies.SingleAsync(company => company.Id == row.CompanyId, cancellationToken);
        if (CompanyStanding.Change(company.Kind, company.State, row.State, row.Reason) is { } error)
        {
            return error;
        }

        return new Action(() =>
        {
            company.State = row.State;
            company.StateReason = row.Reason;
            company.Version++;
            context.ControlAudit.Add(
                new ControlAuditRow
                {
                    At = row.CreatedAt,
                    PersonId = row.RequestedBy,
                    PersonName = row.RequestedByName,
                    Action = ActionOf(row),
                    CompanyId = row.CompanyId,
                    Summary = AuditText.Cut(row.Reason),
                }
            );
        });
    }

    private static string ActionOf(CompanyStateChangeRow row) =>
        row.State == CompanyState.Suspended ? "companies.suspend" : "companies.resume";

    private static string SummaryOf(CompanyStateChangeRow row) =>
        (row.State == CompanyState.Suspended ? "Suspended by the agency: " : "Resumed by the agency: ") + row.Reason;
}
