using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>The agency's own business: its other customers, by the hour and at fixed prices.</summary>
internal static class AgencyTrade
{
    public static DemoTrade Make() =>
        new()
        {
            LegalName = "Noordlicht Digital B.V.",
            Address = new Address("Noorderhaven 21", "9712 VH", "Groningen", "NL"),
            Iban = "NL91ABNA0417164300",
            BrandColour = "#4338ca",
            Mark = DemoMark.Star,
            Invoices = 254,
            CustomerKinds = ["Webwinkel", "Makelaardij", "Notariskantoor", "Museum", "Architectenbureau", "Festival", "Advocatenkantoor"],
            CustomerNames =
            [
                "Kwast en Verf",
                "Poelestraat",
                "Van Swinderen",
                "Martini",
                "Hoogeland",
                "Lichtspoor",
                "De Oude Ae",
                "Bolhuis",
                "Eemskanaal",
                "Noorderplas",
                "Tuin van Drenthe",
                "Zernike",
            ],
            JobTitles =
            [
                "Marketingmanager",
                "Eigenaar",
                "E-commercemanager",
                "Communicatieadviseur",
                "Financiële administratie",
                "Directeur",
            ],
            Products =
            [
                new("Webontwikkeling", "uur", 9500, 12500, 60, VatRate.High),
                new("Ontwerp en huisstijl", "uur", 9500, 11500, 32, VatRate.High),
                new("Strategiesessie", "dagdeel", 65000, 85000, 4, VatRate.High),
                new("Beheer advertentiecampagnes", "maand", 75000, 145000, 3, VatRate.High),
                new("Zoekmachineoptimalisatie", "uur", 9000, 10500, 24, VatRate.High),
                new("Hosting en onderhoud", "maand", 8900, 24900, 3, VatRate.High),
                new("Tekst en contentproductie", "uur", 7500, 8900, 20, VatRate.High),
                new("Fotografie op locatie", "dagdeel", 45000, 59500, 2, VatRate.High),
                new("Drukwerk brochure, gebonden", "stuk", 385, 620, 250, VatRate.Low),
                new("E-book in opdracht", "stuk", 995, 1495, 80, VatRate.Low),
                new("Doorbelaste mediakosten buiten de EU", "stuk", 12500, 48000, 3, VatRate.Zero),
            ],
            ContractTitles =
            [
                "Opdracht nieuwe website",
                "Onderhoudsovereenkomst webplatform",
                "Retainer online marketing",
                "Verwerkersovereenkomst",
                "Opdracht huisstijl en merkverhaal",
                "Raamovereenkomst ontwikkeling",
            ],
            ContractValue = (4_500, 95_000),
            Plans =
            [
                new(
                    "Nieuwe website",
                    "Van strategie en ontwerp tot livegang, met meting vanaf de eerste dag.",
                    ["Strategie", "Ontwerp goedgekeurd", "Bouw gereed", "Inhoud geplaatst", "Livegang"]
                ),
                new(
                    "Campagne voorjaar",
                    "Zoek-, video- en e-mailcampagne met wekelijkse bijsturing.",
                    ["Plan", "Uitingen gereed", "Start", "Evaluatie"]
                ),
                new(
                    "Doorlopende groei",
                    "Maandelijkse verbeteringen aan site en campagnes op basis van cijfers.",
                    ["Kwartaal 1", "Kwartaal 2", "Kwartaal 3", "Kwartaal 4"]
                ),
            ],
            InternalPlans =
            [
                new("Eigen website vernieuwen", "Nieuw merkverhaal en cases.", ["Cases geschreven", "Ontwerp", "Livegang"]),
                new("Kennisdagen team", "Elke maand een dag leren.", ["Programma", "Eerste dag", "Halverwege"]),
            ],
            PaymentMethods = [PaymentMethod.BankTransfer, PaymentMethod.BankTransfer, PaymentMethod.Ideal],
        };
}
