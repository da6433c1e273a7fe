using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Servers;

/// <summary>
/// What every command on the registry begins with: the permission as the bound person holds it, and once more as the control plane says
/// in the transaction that changes something.
/// </summary>
internal static class AgencyCommand
{
    /// <summary>Why this person may not change the registry; null when they may.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    internal static PermissionDenied? Denied(TenantContext by)
    {
        if (by.Lacks(Permissions.ControlPlane.Edit) is { } denied)
        {
            return denied;
        }

        by.Demand(AccessKind.Command);
        return null;
    }

    /// <summary>The same, by what the control plane says now.</summary>
    internal static async Task<PermissionDenied?> DeniedNowAsync(
        ControlPlaneContext context,
        PersonId person,
        CancellationToken cancellationToken
    )
    {
        var roles = await (
            from member in context.Memberships
            join agency in context.Companies on member.CompanyId equals agency.Id
            where agency.Kind == CompanyKind.Agency && member.PersonId == person
            select member.Roles
        ).SingleOrDefaultAsync(cancellationToken);
        var needed = Permissions.ControlPlane.Edit;
        return RoleRegistry.GrantsFor(roles, CompanyKind.Agency).Allows(needed) ? null : new PermissionDenied(needed.Name);
    }

    /// <summary>A line of the registry's own audit.</summary>
    internal static ControlAuditRow Line(DateTimeOffset at, TenantContext by, string action, CompanyId? company, string summary) =>
        new()
        {
            At = at,
            PersonId = by.PersonId,
            PersonName = by.PersonName,
            Action = action,
            CompanyId = company,
            Summary = AuditText.Cut(summary),
        };
}
