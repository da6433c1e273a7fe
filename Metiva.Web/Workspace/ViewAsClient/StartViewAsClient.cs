using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;

namespace Metiva.Web.Workspace.ViewAsClient;

/// <summary>The agency has no clients among its members, so there is no portal to look at.</summary>
public sealed record NoPortalHere()
    : Error("portal.none-here", "The agency itself has no portal. Switch to a client company to see what its people see.");

/// <summary>The view is for staff who are not in it already; clients see their own portal as it is.</summary>
public sealed record ViewIsForStaff() : Error("portal.staff-only", "Only staff view the portal as a client, and only once at a time.");

/// <summary>
/// Staff are about to see the portal as the company's own people do. The company's audit says so first; when that cannot be written,
/// the view does not begin.
/// </summary>
public sealed class StartViewAsClient(TenantScope scope, CompanyDatabase database)
{
    /// <summary>The audit record's action.</summary>
    public const string Action = "portal.viewed-as-client";

    /// <summary>Notes it.</summary>
    public async Task<Result<bool>> Run(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (!tenant.IsStaff)
        {
            return new ViewIsForStaff();
        }

        if (tenant.CompanyKind != CompanyKind.Client)
        {
            return new NoPortalHere();
        }

        return await database.WriteAsync<bool>(
            (write, _) =>
            {
                write.Audit(Action, "Person", tenant.PersonId.ToString(), "Opened the portal as a client sees it");
                return Task.FromResult<Result<bool>>(true);
            },
            cancellationToken
        );
    }
}
