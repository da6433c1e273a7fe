using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>A group of physiotherapy practices: care is exempt from VAT, work for employers and goods are not.</summary>
internal static class PhysiotherapyTrade
{
    public static DemoTrade Make() =>
        new()
        {
            LegalName = "Praktijk De Linden Fysiotherapie B.V.",
            Address = new Address("Lindenlaan 3", "3707 ER", "Zeist", "NL"),
            Iban = "NL70TRIO0123456789",
            BrandColour = "#2f7d4f",
            Mark = DemoMark.Leaf,
            Invoices = 318,
            CustomerKinds =
            [
                "Voetbalvereniging",
                "Bouwbedrijf",
                "Transportbedrijf",
                "Basisschool",
                "Zorgcentrum",
                "Hockeyclub",
                "Kantoorgebouw",
            ],
            CustomerNames =
            [
                "Sterk Zeist",
                "De Heuvelrug",
                "Van Leeuwen",
                "De Regenboog",
                "Midden Stichtse",
                "Blauw Wit",
                "De Biltse Duin",
                "Kerckebosch",
                "Griftpark",
                "Het Anker",
                "Slotlaan",
                "Austerlitz",
            ],
            JobTitles = ["HR-adviseur", "Preventiemedewerker", "Penningmeester", "Directeur", "Verzuimcoördinator", "Teammanager"],
            Products =
            [
                new("Zitting fysiotherapie", "zitting", 3950, 4450, 18, VatRate.Exempt),
                new("Manuele therapie", "zitting", 4650, 5350, 10, VatRate.Exempt),
                new("Bedrijfsfysiotherapie op locatie", "uur", 8900, 10500, 16, VatRate.High),
                new("Werkplekonderzoek", "stuk", 17500, 22500, 8, VatRate.High),
                new("Medische fitness, groep", "maand", 28500, 34500, 3, VatRate.High),
                new("Cursus tillen en bukken", "dagdeel", 42500, 52500, 4, VatRate.High),
                new("Sportmassage zaterdagdienst", "uur", 5200, 6100, 12, VatRate.High),
                new("Sportbraces en tape", "set", 1850, 4250, 25, VatRate.High),
                new("Handboek gezond werken", "stuk", 1450, 1950, 60, VatRate.Low),
                new("Oefenboekje rug en nek", "stuk", 695, 895, 120, VatRate.Low),
                new("Voorschot no-show regeling", "stuk", 2500, 2500, 6, VatRate.Zero),
            ],
            ContractTitles =
            [
                "Overeenkomst bedrijfsfysiotherapie",
                "Preventiecontract werkplekken",
                "Medische begeleiding seizoen",
                "Afspraken inloopspreekuur",
                "Verwerkersovereenkomst verzuimgegevens",
                "Overeenkomst medische fitness",
            ],
            ContractValue = (3_500, 48_000),
            Plans =
            [
                new(
                    "Vitaal op de werkvloer",
                    "Onderzoek van de werkplekken, spreekuur op locatie en een eindrapport met adviezen.",
                    ["Intake", "Werkplekken bekeken", "Spreekuren gestart", "Tussenrapport", "Eindrapport"]
                ),
                new(
                    "Blessurevrij seizoen",
                    "Screening van de selectie en begeleiding tijdens trainingen en wedstrijden.",
                    ["Screening", "Trainingsplan", "Winterstop", "Evaluatie"]
                ),
                new(
                    "Terug naar werk",
                    "Begeleiding van medewerkers na langdurig verzuim, in overleg met de bedrijfsarts.",
                    ["Aanmelding", "Belastbaarheid gemeten", "Opbouwschema", "Volledig hervat"]
                ),
            ],
            InternalPlans =
            [
                new("Oefenzaal Driebergen", "Derde locatie inrichten.", ["Huurcontract", "Vloer en toestellen", "Opening"]),
                new(
                    "Kwaliteitsvisitatie",
                    "Voorbereiding op de visitatie van het keurmerk.",
                    ["Zelfevaluatie", "Dossiercontrole", "Visitatiedag"]
                ),
            ],
            PaymentMethods = [PaymentMethod.BankTransfer, PaymentMethod.Ideal, PaymentMethod.Ideal],
        };
}
