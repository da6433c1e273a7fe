using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Binding;

/// <summary>
/// One person at one company in one session, as a request or circuit was bound. Nothing in it changes; what changes in the
/// control plane makes <see cref="Recheck"/> refuse.
/// </summary>
public sealed class TenantContext
{
    private readonly Snapshots snapshots;

    internal TenantContext(Snapshots snapshots, CatalogEntry company, MemberEntry member, SessionEntry session, bool viewAsClient)
    {
        this.snapshots = snapshots;
        Company = company;
        CompanyId = company.Id;
        PersonId = member.PersonId;
        PersonName = member.PersonName;
        SessionId = session.Id;
        Roles = member.Roles;
        ViewAsClient = viewAsClient;
        var own = RoleRegistry.GrantsFor(member.Roles, company.Kind);
        Grants = viewAsClient ? RoleRegistry.ViewAsClient(own) : own;
    }

    /// <summary>The company whose database this context opens.</summary>
    public CompanyId CompanyId { get; }

    /// <summary>The company's name.</summary>
    public string CompanyName => Company.Name;

    /// <summary>Whether it is the agency or a client.</summary>
    public CompanyKind CompanyKind => Company.Kind;

    /// <summary>Who.</summary>
    public PersonId PersonId { get; }

    /// <summary>The person's name, for pages and audit records.</summary>
    public string PersonName { get; }

    /// <summary>The session this context lives in.</summary>
    public SessionId SessionId { get; }

    /// <summary>The roles held when it was bound.</summary>
    public RoleSet Roles { get; }

    /// <summary>What may be done; narrowed while viewing as a client.</summary>
    public GrantSet Grants { get; }

    /// <summary>Whether a member of staff looks at the portal as a client would. Every command is refused then.</summary>
    public bool ViewAsClient { get; }

    /// <summary>Whether the portal is for this context: a member with the role Client, or staff viewing as one.</summary>
    public bool IsPortal => ViewAsClient || Roles.Has(Role.Client);

    /// <summary>Whether the workspace is for this context: any role but Client, and not viewing as a client.</summary>
    public bool IsStaff => !ViewAsClient && (Roles.Bits & ~(1 << (int)Role.Client)) != 0;

    internal CatalogEntry Company { get; }

    /// <summary>Everybody who is a member of this company now.</summary>
    internal IEnumerable<MemberEntry> Colleagues() => snapshots.Memberships.At(CompanyId);

    /// <summary>Whether the permission is granted at any scope.</summary>
    public bool Allows(Permission permission) => Grants.Allows(permission);

    /// <summary>The refusal when the permission is not granted, or null: the first line of every command.</summary>
    public PermissionDenied? Lacks(Permission permission) => Allows(permission) ? null : new PermissionDenied(permission.Name);

    /// <summary>How far the permission reaches.</summary>
    public Scope ScopeOf(Permission permission) => Grants.ScopeOf(permission);

    /// <summary>
    /// Looks again at everything this context stands on. <see cref="BindingOutcome.Bound"/> while it all still holds;
    /// allocates nothing.
    /// </summary>
    public BindingOutcome Recheck(AccessKind kind) => Look(kind, out _);

    /// <summary>Throws unless this context still holds.</summary>
    /// <returns>The company as the catalog has it now: its plan and login may have changed, its database has not.</returns>
    /// <exception cref="BindingRefusedException">It no longer holds.</exception>
    internal CatalogEntry DemandCompany(AccessKind kind)
    {
        var outcome = Look(kind, out var company);
        return outcome == BindingOutcome.Bound ? company! : throw new BindingRefusedException(outcome);
    }

    private BindingOutcome Look(AccessKind kind, out CatalogEntry? company)
    {
        company = null;
        if (!snapshots.IsFresh(kind))
        {
            return BindingOutcome.ControlPlaneUnavailable;
        }

        company = snapshots.Catalog.Find(CompanyId);
        if (company is null)
        {
            return BindingOutcome.CompanyUnknown;
        }

        var member = snapshots.Memberships.Find(PersonId, CompanyId);
        if (member is null)
        {
            return BindingOutcome.NotAMember;
        }

        if (!snapshots.Sessions.IsLive(SessionId, PersonId, CompanyId))
        {
            return BindingOutcome.SessionEnded;
        }

        var state = Binder.StateOf(company);
        if (state != BindingOutcome.Bound)
        {
            return state;
        }

        // A database that moved is another database: a context never follows.
        return member.Roles == Roles && company.IsSameDatabase(Company) ? BindingOutcome.Bound : BindingOutcome.AccessChanged;
    }

    /// <summary>Throws unless this context still holds.</summary>
    /// <exception cref="BindingRefusedException">It no longer holds.</exception>
    public void Demand(AccessKind kind) => _ = DemandCompany(kind);
}
