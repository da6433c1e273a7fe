using System.Diagnostics.Metrics;
using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Binding;

/// <summary>A person, a company and a session in the snapshots, all right; a test breaks what it is about.</summary>
internal sealed class BindingWorld
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public BindingWorld()
    {
        Snapshots = new Snapshots(Time, Options);
        Counters = new BindingCounters(services.GetRequiredService<IMeterFactory>());
        Binder = new Binder(Snapshots, Counters);
        Set(Company);
        SetMember(Role.Finance);
        Snapshots.Sessions.Set(NewSession());
        Snapshots.MarkFresh(Time.GetTimestamp());
    }

    public ManualTime Time { get; } = new();
    public TenancyOptions Options { get; } = new();
    public Snapshots Snapshots { get; }
    public BindingCounters Counters { get; }
    public Binder Binder { get; }
    public PersonId Person { get; } = new(Guid.Parse("11111111-0000-4000-8000-000000000001"));
    public SessionId Session { get; } = new(Guid.Parse("22222222-0000-4000-8000-000000000001"));

    public CatalogEntry Company { get; } =
        new(
            new CompanyId(Guid.Parse("33333333-0000-4000-8000-000000000001")),
            "Alfa",
            CompanyKind.Client,
            CompanyState.Active,
            "local",
            "33333333-0000-4000-8000-000000000001",
            SchemaVersions.Newest
        );

    public void Set(CatalogEntry company) => Snapshots.Catalog.Set(company);

    public void SetMember(params Role[] roles) =>
        Snapshots.Memberships.SetPerson(Person, roles.Length == 0 ? [] : [new MemberEntry(Person, Company.Id, "Fenna", RoleSet.Of(roles))]);

    public SessionEntry NewSession(PersonId? person = null, CompanyId? company = null) =>
        new(Session, person ?? Person, company ?? Company.Id, Time.GetUtcNow() + Options.SessionAbsolute, Time.GetUtcNow());

    public void Stale() => Time.Advance(TimeSpan.FromMilliseconds(Options.MaxSnapshotAgeForReadsMilliseconds + 1));

    public ClaimsPrincipal Principal(params string[] companyClaims) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimNames.Person, Person.ToString()),
                    new Claim(ClaimNames.Session, Session.ToString()),
                    .. companyClaims.Select(value => new Claim(ClaimNames.Company, value)),
                ],
                ClaimNames.Scheme
            )
        );

    public ClaimsPrincipal Principal() => Principal(Company.Id.ToString());

    public BindingOutcome Bind() => Bind(Principal());

    public BindingOutcome Bind(ClaimsPrincipal principal) => Binder.Bind(principal).Outcome;
}
