using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>What the agency sees of a company's credential: never the credential.</summary>
/// <param name="Supported">Whether this engine has logins at all.</param>
/// <param name="Since">Since when the password in use holds.</param>
/// <param name="UnderWay">The rotation on its way, if there is one.</param>
public sealed record CredentialStanding(bool Supported, DateTimeOffset? Since, RotationUnderWayInfo? UnderWay);

/// <summary>A rotation on its way.</summary>
/// <param name="Step">The last step that was finished.</param>
/// <param name="RequestedBy">Who asked for it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Trouble">The kind of failure that it waits for; null while it runs.</param>
public sealed record RotationUnderWayInfo(RotationStep Step, string RequestedBy, DateTimeOffset CreatedAt, string? Trouble);

/// <summary>Shows the agency how old credentials are, and how far new ones.</summary>
public sealed class CompanyCredentials(TenantScope scope, ControlPlaneDatabase controlPlane, ICompanyLogins logins)
{
    /// <summary>One company's.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<CredentialStanding>> FindAsync(CompanyId company, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.ControlPlane.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        return await controlPlane.ReadAsync<Result<CredentialStanding>>(
            async (context, token) =>
            {
                var row = await context
                    .Companies.Where(row => row.Id == company)
                    .Select(row => new { row.CredentialAt, row.CreatedAt })
                    .SingleOrDefaultAsync(token);
                if (row is null)
                {
                    return new NotFound();
                }

                var rotation = await context.CredentialRotations.SingleOrDefaultAsync(row => row.CompanyId == company, token);
                return new CredentialStanding(
                    logins.Supported,
                    logins.Supported ? row.CredentialAt ?? row.CreatedAt : null,
                    rotation is null
                        ? null
                        : new RotationUnderWayInfo(rotation.Step, rotation.RequestedByName, rotation.CreatedAt, rotation.Trouble)
                );
            },
            cancellationToken
        );
    }
}
