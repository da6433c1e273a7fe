using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;

namespace Metiva.Web.Workspace.Members;

/// <summary>Which roles somebody may give to others: asked of the very rules that the commands ask.</summary>
internal static class Grantable
{
    public static RoleSet By(TenantContext tenant) =>
        RoleSet.Of([
            .. Enum.GetValues<Role>()
                .Where(role =>
                    MembershipRules.Invite(tenant.CompanyKind, new Standing(tenant.PersonId, tenant.Roles), RoleSet.Of(role)) is null
                ),
        ]);
}
