using Metiva.Domain.Companies;
using Metiva.Web.Development.Demo;

namespace Metiva.Web.Development;

/// <summary>A demo company, and what its data is made of.</summary>
internal sealed record DemoCompany(string Name, CompanyKind Kind)
{
    /// <summary>Fixed, so that a killed start resumes with the very same companies.</summary>
    public CompanyId Id { get; } = new(DemoKey.For("company", Name));

    /// <summary>The vocabulary and prices of its trade.</summary>
    public required Func<DemoTrade> Trade { get; init; }

    public bool Equals(DemoCompany? other) => other?.Id == Id;

    public override int GetHashCode() => Id.GetHashCode();
}

/// <summary>The demo companies: one agency and three of its clients.</summary>
internal static class DemoCompanies
{
    public static DemoCompany Agency { get; } = new("Noordlicht Digital", CompanyKind.Agency) { Trade = AgencyTrade.Make };

    public static DemoCompany Bakery { get; } = new("Bakkerij Van Aalst", CompanyKind.Client) { Trade = BakeryTrade.Make };

    public static DemoCompany Bicycles { get; } = new("Fietsfabriek Zuiderzee", CompanyKind.Client) { Trade = BicycleTrade.Make };

    public static DemoCompany Physiotherapy { get; } = new("Praktijk De Linden", CompanyKind.Client) { Trade = PhysiotherapyTrade.Make };

    public static IReadOnlyList<DemoCompany> All { get; } = [Agency, Bakery, Bicycles, Physiotherapy];
}
