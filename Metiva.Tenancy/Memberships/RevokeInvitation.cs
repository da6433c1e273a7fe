using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Memberships;

/// <summary>Withdraws an invitation to the bound company that nobody has taken yet.</summary>
public sealed class RevokeInvitation(TenantScope scope, AuditedRegistryWrite registry, TimeProvider time)
{
    /// <summary>Which one.</summary>
    public sealed record Command(Guid Invitation);

    /// <summary>Does it.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Delete) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Command);
        return await registry.RunAsync<Guid>(
            async (context, token) =>
            {
                var invitation = await context.Invitations.SingleOrDefaultAsync(
                    row => row.Id == command.Invitation && row.CompanyId == tenant.CompanyId,
                    token
                );
                if (invitation is null)
                {
                    return new NotFound();
                }

                var roles = await Registry.RolesAsync(context, tenant.CompanyId, tenant.PersonId, token);
                var by = new Standing(tenant.PersonId, roles);
                if ((invitation.Unusable(invitation.CreatedAt) ?? MembershipRules.Revoke(tenant.CompanyKind, by)) is { } refused)
                {
                    return refused;
                }

                var email = Personal.OfInvitation(invitation.Id, invitation.Email);
                var summary = $"Withdrew the invitation of {email} as {invitation.Roles}.";
                return new RegistryPlan<Guid>(
                    invitation.Id,
                    new AuditLine(
                        "members.revoke-invitation",
                        "Invitation",
                        invitation.Id.ToString(),
                        summary,
                        new { email, roles = invitation.Roles.ToString() }
                    ),
                    () =>
                    {
                        invitation.RevokedAt = time.GetUtcNow();
                        invitation.Version++;
                    }
                );
            },
            cancellationToken
        );
    }
}
