using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Memberships;

/// <summary>Gives a member of the bound company other roles.</summary>
public sealed class ChangeMemberRoles(TenantScope scope, MembershipChanges changes)
{
    /// <summary>Whose roles, which were on the screen, and which they become.</summary>
    public sealed record Command(PersonId Person, RoleSet Seen, RoleSet Roles);

    /// <summary>Does it. The id is that of the audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Edit) is { } denied)
        {
            return denied;
        }

        // Empty roles would be a removal, which is another permission.
        if (command.Roles.IsEmpty)
        {
            return new RolesRequired();
        }

        tenant.Demand(AccessKind.Command);
        var by = new Actor(tenant.PersonId, tenant.PersonName);
        return await changes.ChangeAsync(tenant.Company, by, command.Person, command.Seen, command.Roles, cancellationToken);
    }
}
