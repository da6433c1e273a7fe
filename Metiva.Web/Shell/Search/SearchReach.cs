using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Search;

namespace Metiva.Web.Shell.Search;

/// <summary>What somebody may find where they search: everything of some kinds, only their own of others, or what was published.</summary>
/// <param name="Everything">Kinds of which every record may be found.</param>
/// <param name="Own">Kinds of which only what the person made or looks after may be found.</param>
/// <param name="PublishedOnly">Whether of all of them only what was shown to the client.</param>
public sealed record SearchReach(IReadOnlyList<string> Everything, IReadOnlyList<string> Own, bool PublishedOnly)
{
    private static readonly (string Type, Permission Permission)[] OfStaff =
    [
        (SearchTypes.Account, Permissions.Accounts.Read),
        (SearchTypes.Contact, Permissions.Accounts.Read),
        (SearchTypes.Invoice, Permissions.Invoices.Read),
        (SearchTypes.Contract, Permissions.Contracts.Read),
        (SearchTypes.Project, Permissions.Projects.Read),
    ];

    private static readonly (string Type, Permission Permission)[] OfClients =
    [
        (SearchTypes.Invoice, Permissions.Payments.Read),
        (SearchTypes.Contract, Permissions.Contracts.Read),
        (SearchTypes.Project, Permissions.Projects.Read),
    ];

    /// <summary>The kinds that may be found at all, in order.</summary>
    public IReadOnlyList<string> Types => [.. SearchTypes.All.Where(type => Everything.Contains(type) || Own.Contains(type))];

    /// <summary>What this person may find in the portal or in the workspace; nothing where they are not let in.</summary>
    public static SearchReach Of(TenantContext tenant, bool portal)
    {
        if (portal)
        {
            return new SearchReach(tenant.IsPortal ? Kinds(OfClients, permission => tenant.Allows(permission)) : [], [], true);
        }

        return tenant.IsStaff
            ? new SearchReach(
                Kinds(OfStaff, permission => tenant.ScopeOf(permission) == Scope.All),
                Kinds(OfStaff, permission => tenant.ScopeOf(permission) == Scope.Own),
                false
            )
            : new SearchReach([], [], false);
    }

    private static IReadOnlyList<string> Kinds((string Type, Permission Permission)[] all, Func<Permission, bool> may) =>
        [.. all.Where(kind => may(kind.Permission)).Select(kind => kind.Type)];
}
