using Metiva.Domain.Access;
using Metiva.Domain.Memberships;

namespace Metiva.Web.Development;

/// <summary>What a demo person holds at a demo company.</summary>
internal sealed record DemoMembership(DemoCompany Company, RoleSet Roles);

/// <summary>Somebody who can sign in at the development issuer.</summary>
/// <param name="Oid">The object id that the issuer's tokens carry.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Under <c>.example</c>, so that no mail ever reaches anybody (RFC 2606).</param>
/// <param name="Memberships">Where, and as what.</param>
internal sealed record DemoPerson(Guid Oid, string Name, string Email, IReadOnlyList<DemoMembership> Memberships)
{
    /// <summary>Metiva's own key, fixed as well so that histories can name the person before the first sign-in.</summary>
    public PersonId Id { get; } = new(DemoKey.For("person", Email));

    /// <summary>As histories name the person.</summary>
    public Actor Actor => new(Id, Name);

    /// <summary>The subject that the sign-in makes of tenant and object id.</summary>
    public string Subject => $"{DemoPeople.TenantId:D}.{Oid:D}";
}

/// <summary>The people of the demo companies.</summary>
internal static class DemoPeople
{
    /// <summary>The Entra tenant that the development issuer plays.</summary>
    public static readonly Guid TenantId = DemoKey.For("tenant", "Noordlicht Digital");

    /// <summary>The development issuer as its tokens name it, whatever port it listens on.</summary>
    public static readonly string Issuer = $"http://localhost/dev/entra/{TenantId:D}/v2.0";

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        Person("Sanne de Vries", "sanne@noordlicht.example", At(DemoCompanies.Agency, Role.Owner)),
        Person(
            "Thomas Bakker",
            "thomas@noordlicht.example",
            At(DemoCompanies.Agency, Role.Admin),
            At(DemoCompanies.Bicycles, Role.Admin),
            At(DemoCompanies.Physiotherapy, Role.Admin)
        ),
        Person(
            "Eline Visser",
            "eline@noordlicht.example",
            At(DemoCompanies.Agency, Role.AccountManager),
            At(DemoCompanies.Bakery, Role.AccountManager),
            At(DemoCompanies.Bicycles, Role.AccountManager),
            At(DemoCompanies.Physiotherapy, Role.AccountManager)
        ),
        Person("Joris Smit", "joris@noordlicht.example", Everywhere(Role.Sales)),
        Person("Lotte Meijer", "lotte@noordlicht.example", Everywhere(Role.Delivery)),
        Person("Bram Mulder", "bram@noordlicht.example", Everywhere(Role.Marketing)),
        Person(
            "Femke de Boer",
            "femke@noordlicht.example",
            At(DemoCompanies.Agency, Role.Finance),
            At(DemoCompanies.Bakery, Role.Finance),
            At(DemoCompanies.Physiotherapy, Role.Finance)
        ),
        Person(
            "Ruben Dekker",
            "ruben@dekkeradvies.example",
            At(DemoCompanies.Bakery, Role.Admin),
            At(DemoCompanies.Bicycles, Role.Finance)
        ),
        Person("Pieter van Aalst", "pieter@vanaalst.example", At(DemoCompanies.Bakery, Role.Owner)),
        Person("Annemiek Hoekstra", "annemiek@zuiderzee.example", At(DemoCompanies.Bicycles, Role.Owner)),
        Person("Wouter Linden", "wouter@delinden.example", At(DemoCompanies.Physiotherapy, Role.Owner)),
        Person("Noor Jansen", "noor@vanaalst.example", At(DemoCompanies.Bakery, Role.Client)),
        Person(
            "Daan Kuipers",
            "daan@kuipersinkoop.example",
            At(DemoCompanies.Bicycles, Role.Client),
            At(DemoCompanies.Physiotherapy, Role.Client)
        ),
        Person("Isa Vermeer", "isa@vermeer.example"),
    ];

    /// <summary>Who holds the role at the company; the first one when there are several.</summary>
    /// <exception cref="InvalidOperationException">Nobody does.</exception>
    public static DemoPerson Holding(Role role, DemoCompany company) =>
        All.First(person => person.Memberships.Any(member => member.Company == company && member.Roles.Has(role)));

    private static DemoPerson Person(string name, string email, params DemoMembership[] memberships) =>
        new(DemoKey.For("oid", email), name, email, memberships);

    private static DemoMembership At(DemoCompany company, params ReadOnlySpan<Role> roles) => new(company, RoleSet.Of(roles));

    private static DemoMembership[] Everywhere(Role role) => [.. DemoCompanies.All.Select(company => At(company, role))];
}
