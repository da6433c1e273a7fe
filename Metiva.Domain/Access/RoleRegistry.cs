using Metiva.Domain.Companies;

namespace Metiva.Domain.Access;

/// <summary>A permission together with how far it reaches.</summary>
public readonly record struct Grant(Permission Permission, Scope Scope);

/// <summary>What somebody may do: a scope for each permission. Never changes once made.</summary>
public sealed class GrantSet
{
    private readonly Scope[] scopes;

    internal GrantSet(Scope[] scopes) => this.scopes = scopes;

    /// <summary>Nothing at all.</summary>
    public static GrantSet Empty { get; } = new(new Scope[Permissions.All.Count]);

    /// <summary>
    /// These permissions at every record, and no other: for work that no role stands behind. What only the agency has is granted there only.
    /// </summary>
    public static GrantSet Of(IReadOnlyCollection<Permission> permissions, CompanyKind kind)
    {
        var granted = new Scope[Permissions.All.Count];
        foreach (var permission in permissions.Where(permission => kind == CompanyKind.Agency || !permission.Row.AgencyOnly))
        {
            granted[permission.Index] = Scope.All;
        }

        return new GrantSet(granted);
    }

    /// <summary>How far the permission reaches here; <see cref="Scope.None"/> when it is not granted.</summary>
    public Scope ScopeOf(Permission permission) => scopes[permission.Index];

    /// <summary>Whether the permission is granted at any scope.</summary>
    public bool Allows(Permission permission) => scopes[permission.Index] != Scope.None;

    /// <summary>The grants, without the permissions that are not granted.</summary>
    public IEnumerable<Grant> Grants() => Permissions.All.Where(Allows).Select(permission => new Grant(permission, ScopeOf(permission)));

    /// <summary>
    /// Only what both grant, each permission at the narrower scope. Own and Published do not contain one another, and there is no
    /// scope for what they share, so together they grant nothing.
    /// </summary>
    public GrantSet Intersect(GrantSet other)
    {
        var narrowed = new Scope[scopes.Length];
        for (var index = 0; index < narrowed.Length; index++)
        {
            narrowed[index] = (scopes[index], other.scopes[index]) switch
            {
                (Scope.Own, Scope.Published) or (Scope.Published, Scope.Own) => Scope.None,
                var (mine, theirs) => (Scope)Math.Min((int)mine, (int)theirs),
            };
        }

        return new GrantSet(narrowed);
    }

    /// <summary>The read permissions only: what looks, but does nothing.</summary>
    public GrantSet ReadOnly()
    {
        var reading = new Scope[scopes.Length];
        foreach (var permission in Permissions.All.Where(permission => permission.Act == Act.Read))
        {
            reading[permission.Index] = scopes[permission.Index];
        }

        return new GrantSet(reading);
    }
}

/// <summary>Turns roles into grants: the union of the roles, each permission at its widest scope.</summary>
public static class RoleRegistry
{
    // Every set of eight roles, for each of both kinds: 512 small arrays, made when first asked for.
    private static readonly GrantSet?[] AtAgency = new GrantSet?[256];
    private static readonly GrantSet?[] AtClient = new GrantSet?[256];

    /// <summary>What these roles grant at a company of this kind. Allocates nothing once it was asked before.</summary>
    public static GrantSet GrantsFor(RoleSet roles, CompanyKind kind)
    {
        var cache = kind == CompanyKind.Agency ? AtAgency : AtClient;
        return cache[roles.Bits] ??= Make(roles, kind);
    }

    /// <summary>
    /// What somebody with these grants sees when looking at the portal as a client would: what a Client may read, and never
    /// more than they may themselves. Nothing that acts.
    /// </summary>
    public static GrantSet ViewAsClient(GrantSet own) => own.Intersect(GrantsFor(RoleSet.Of(Role.Client), CompanyKind.Client)).ReadOnly();

    private static GrantSet Make(RoleSet roles, CompanyKind kind)
    {
        var scopes = new Scope[Permissions.All.Count];
        foreach (var permission in Permissions.All)
        {
            if (permission.Row.AgencyOnly && kind != CompanyKind.Agency)
            {
                continue;
            }

            foreach (var role in roles.Roles())
            {
                scopes[permission.Index] = (Scope)
                    Math.Max((int)scopes[permission.Index], (int)permission.Row.ScopeOf(role, permission.Act));
            }
        }

        return new GrantSet(scopes);
    }
}
