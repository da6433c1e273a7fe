using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>A bicycle maker that sells to shops and fleets: large amounts, 21 %, some reverse-charged.</summary>
internal static class BicycleTrade
{
    public static DemoTrade Make() =>
        new()
        {
            LegalName = "Fietsfabriek Zuiderzee B.V.",
            Address = new Address("Havenkade 88", "8304 BA", "Emmeloord", "NL"),
            Iban = "NL20INGB0001234567",
            BrandColour = "#0b6e99",
            Mark = DemoMark.Wheels,
            Invoices = 286,
            CustomerKinds = ["Rijwielhandel", "Fietsenwinkel", "Tweewielers", "Fietsverhuur", "Mobiliteitsbeheer", "Vakantiepark"],
            CustomerNames =
            [
                "Van der Molen",
                "Hofstra",
                "De Trapper",
                "Postma en Zn.",
                "Kamperland",
                "De Ketting",
                "Veluwezoom",
                "Waddenrand",
                "Terpstra",
                "De Vrije Wind",
                "Hanzestad",
                "Kolibrie",
            ],
            JobTitles = ["Inkoper", "Eigenaar", "Werkplaatschef", "Fleetmanager", "Filiaalhouder", "Crediteurenadministratie"],
            Products =
            [
                new("Stadsfiets Urk 7, frame 54", "stuk", 54900, 64900, 12, VatRate.High),
                new("E-bike Schokland Premium", "stuk", 189500, 229500, 8, VatRate.High),
                new("Bakfiets Kraggenburg, drie wielen", "stuk", 214900, 249900, 4, VatRate.High),
                new("Kinderfiets Nagele 20 inch", "stuk", 21900, 26900, 15, VatRate.High),
                new("Accu 500 Wh", "stuk", 38900, 43900, 10, VatRate.High),
                new("Wielset 28 inch, naafdynamo", "set", 11900, 14900, 20, VatRate.High),
                new("Lak in huiskleur", "stuk", 4500, 6500, 12, VatRate.High),
                new("Onderhoud vloot, per fiets", "stuk", 3950, 5450, 60, VatRate.High),
                new("Reparatie fiets, arbeid", "uur", 4800, 5600, 14, VatRate.Low),
                new("Reparatie lekke band", "stuk", 1650, 1950, 25, VatRate.Low),
                new("Montage in onderaanneming, btw verlegd", "uur", 5400, 6200, 24, VatRate.ReverseCharge),
                new("Levering buiten de EU, frames", "stuk", 16500, 19500, 18, VatRate.Zero),
            ],
            ContractTitles =
            [
                "Dealerovereenkomst",
                "Onderhoudscontract fietsvloot",
                "Huurkoop e-bikes",
                "Garantie- en serviceafspraken",
                "Raamovereenkomst levering bakfietsen",
                "Consignatie demonstratiemodellen",
            ],
            ContractValue = (12_000, 240_000),
            Plans =
            [
                new(
                    "Vloot in huisstijl",
                    "Fietsen in de kleur en met het logo van de klant, in termijnen geleverd.",
                    ["Kleurkeuze", "Proefmodel goedgekeurd", "Serie gelakt", "Eerste levering", "Laatste levering"]
                ),
                new(
                    "Dealershop inrichten",
                    "Presentatiewand, testfietsen en verkooptraining in de winkel.",
                    ["Opname winkel", "Wand geplaatst", "Training gegeven", "Opening"]
                ),
                new(
                    "Deelfietsstation",
                    "Station met sloten, laadpunten en beheer op afstand.",
                    ["Locatie bepaald", "Vergunning", "Station geplaatst", "Proefmaand", "Overdracht"]
                ),
            ],
            InternalPlans =
            [
                new("Lasrobot hal 2", "Tweede lasstraat voor de e-bikeframes.", ["Bestelling", "Fundering", "Installatie", "Vrijgave"]),
                new("Ontwerp vouwfiets", "Nieuw model voor forenzen.", ["Schets", "Prototype", "Duurtest", "Nulserie"]),
            ],
            PaymentMethods = [PaymentMethod.BankTransfer, PaymentMethod.BankTransfer, PaymentMethod.DirectDebit],
        };
}
