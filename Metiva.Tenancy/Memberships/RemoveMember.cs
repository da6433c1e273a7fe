using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;

namespace Metiva.Tenancy.Memberships;

/// <summary>Ends a membership of the bound company, and the person's sessions here with it.</summary>
public sealed class RemoveMember(TenantScope scope, MembershipChanges changes)
{
    /// <summary>Whose membership, with the roles that were on the screen.</summary>
    public sealed record Command(PersonId Person, RoleSet Seen);

    /// <summary>Does it. The id is that of the audit record.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Members.Delete) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Command);
        var by = new Actor(tenant.PersonId, tenant.PersonName);
        return await changes.ChangeAsync(tenant.Company, by, command.Person, command.Seen, RoleSet.None, cancellationToken);
    }
}
