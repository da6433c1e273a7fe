using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Features;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;

namespace Metiva.Tenancy.Binding;

/// <summary>
/// One person at one company in one session, as a request or circuit was bound; or Metiva itself at one company, while it does work
/// from that company's outbox. Nothing in it changes; what changes in the control plane makes <see cref="Recheck"/> refuse.
/// </summary>
public sealed class TenantContext
{
    /// <summary>Who the audit says did it when no person did.</summary>
    public const string Metiva = "Metiva";

    private readonly Snapshots snapshots;
    private readonly (PersonId Person, SessionId Session)? caller;

    internal TenantContext(Snapshots snapshots, CatalogEntry company, MemberEntry member, SessionEntry session, bool viewAsClient)
    {
        this.snapshots = snapshots;
        Company = company;
        CompanyId = company.Id;
        caller = (member.PersonId, session.Id);
        PersonName = member.PersonName;
        Roles = member.Roles;
        ViewAsClient = viewAsClient;
        var own = RoleRegistry.GrantsFor(member.Roles, company.Kind);
        Grants = viewAsClient ? RoleRegistry.ViewAsClient(own) : own;
    }

    /// <summary>Metiva itself at work for a company: no member, no session, no role, and exactly the permissions that the work names.</summary>
    internal TenantContext(Snapshots snapshots, CatalogEntry company, IReadOnlyCollection<Permission> permissions)
    {
        this.snapshots = snapshots;
        Company = company;
        CompanyId = company.Id;
        PersonName = Metiva;
        Grants = GrantSet.Of(permissions, company.Kind);
    }

    /// <summary>The company whose database this context opens.</summary>
    public CompanyId CompanyId { get; }

    /// <summary>The company's name.</summary>
    public string CompanyName => Company.Name;

    /// <summary>Whether it is the agency or a client.</summary>
    public CompanyKind CompanyKind => Company.Kind;

    /// <summary>Who.</summary>
    /// <exception cref="InvalidOperationException">It is Metiva itself; <see cref="PersonOrNull"/> says so without throwing.</exception>
    public PersonId PersonId => Caller.Person;

    /// <summary>Who, as audit records say it: null when it is Metiva itself.</summary>
    public PersonId? PersonOrNull => caller?.Person;

    /// <summary>The person's name, for pages and audit records; <see cref="Metiva"/> when there is no person.</summary>
    public string PersonName { get; }

    /// <summary>The session this context lives in.</summary>
    /// <exception cref="InvalidOperationException">It is Metiva itself.</exception>
    public SessionId SessionId => Caller.Session;

    /// <summary>Whether this is Metiva itself at work, without a person.</summary>
    public bool IsWork => caller is null;

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

    private (PersonId Person, SessionId Session) Caller =>
        caller ?? throw new InvalidOperationException("Metiva itself does this work; there is no person.");

    /// <summary>Whether the permission is granted at any scope.</summary>
    public bool Allows(Permission permission) => Grants.Allows(permission);

    /// <summary>The refusal when the permission is not granted, or null: the first line of every command.</summary>
    public PermissionDenied? Lacks(Permission permission) => Allows(permission) ? null : new PermissionDenied(permission.Name);

    /// <summary>
    /// Whether this is switched on for the company, as the registry says now. Off when that is not known; allocates nothing.
    /// </summary>
    public bool IsOn(FeatureSwitch feature) =>
        snapshots.IsFresh(AccessKind.Read)
        && snapshots.Catalog.Find(CompanyId) is { } company
        && snapshots.Features.IsOn(feature, company.Id, company.Plan);

    /// <summary>The refusal when this is switched off, or null.</summary>
    public SwitchedOff? Misses(FeatureSwitch feature) => IsOn(feature) ? null : new SwitchedOff(feature.Name);

    /// <summary>A bit for each switch that is on, in the order of their declaration: tells that one was turned.</summary>
    public long SwitchedOn
    {
        get
        {
            long on = 0;
            foreach (var feature in FeatureSwitches.All)
            {
                on |= IsOn(feature) ? 1L << feature.Index : 0;
            }

            return on;
        }
    }

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

        MemberEntry? member = null;
        if (caller is var (person, session))
        {
            member = snapshots.Memberships.Find(person, CompanyId);
            if (member is null)
            {
                return BindingOutcome.NotAMember;
            }

            if (!snapshots.Sessions.IsLive(session, person, CompanyId))
            {
                return BindingOutcome.SessionEnded;
            }
        }

        var state = Binder.StateOf(company);
        if (state != BindingOutcome.Bound)
        {
            return state;
        }

        // A database that moved is another database: a context never follows.
        var isSame = (member is null || member.Roles == Roles) && company.IsSameDatabase(Company);
        return isSame ? BindingOutcome.Bound : BindingOutcome.AccessChanged;
    }

    /// <summary>Throws unless this context still holds.</summary>
    /// <exception cref="BindingRefusedException">It no longer holds.</exception>
    public void Demand(AccessKind kind) => _ = DemandCompany(kind);
}
