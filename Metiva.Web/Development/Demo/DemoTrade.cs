using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>Something that a company sells.</summary>
/// <param name="Name">As invoices call it.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Low">The lowest price of one, in cents.</param>
/// <param name="High">The highest.</param>
/// <param name="Most">The most that one invoice line has of it.</param>
/// <param name="Vat">The VAT rate.</param>
internal sealed record DemoProduct(string Name, string Unit, int Low, int High, int Most, VatRate Vat);

/// <summary>A project of a kind that the company does, with what has to be reached on the way.</summary>
internal sealed record DemoPlan(string Name, string Description, string[] Milestones);

/// <summary>What makes one demo company different from the others.</summary>
internal sealed record DemoTrade
{
    public required string LegalName { get; init; }
    public required Address Address { get; init; }
    public required string Iban { get; init; }
    public required string BrandColour { get; init; }
    public required DemoMark Mark { get; init; }

    /// <summary>How many invoices get a number.</summary>
    public required int Invoices { get; init; }

    /// <summary>What customers are: their names begin so, and no other demo company has a customer that is one.</summary>
    public required string[] CustomerKinds { get; init; }

    /// <summary>The names that follow.</summary>
    public required string[] CustomerNames { get; init; }

    /// <summary>What contacts do there.</summary>
    public required string[] JobTitles { get; init; }

    public required DemoProduct[] Products { get; init; }
    public required string[] ContractTitles { get; init; }

    /// <summary>What the contracts are worth, in whole euros.</summary>
    public required (int Low, int High) ContractValue { get; init; }

    public required DemoPlan[] Plans { get; init; }
    public required DemoPlan[] InternalPlans { get; init; }
    public required PaymentMethod[] PaymentMethods { get; init; }
}
