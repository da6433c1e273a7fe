using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>A chain of bakeries that delivers to hotels, restaurants and shops: small amounts, mostly food at 9 %.</summary>
internal static class BakeryTrade
{
    public static DemoTrade Make() =>
        new()
        {
            LegalName = "Bakkerij Van Aalst B.V.",
            Address = new Address("Korenbeursplein 14", "4811 GD", "Breda", "NL"),
            Iban = "NL44RABO0123456789",
            BrandColour = "#b4530f",
            Mark = DemoMark.Loaf,
            Invoices = 372,
            CustomerKinds = ["Hotel", "Brasserie", "Lunchroom", "Café", "Eetcafé", "Strandpaviljoen", "Landwinkel", "Buurtsuper"],
            CustomerNames =
            [
                "De Gouden Leeuw",
                "Het Wapen van Breda",
                "De Korenbloem",
                "Aan de Mark",
                "De Zoete Inval",
                "Het Oude Raadhuis",
                "De Vier Winden",
                "Bij Mies",
                "De Baronie",
                "In den Vijzel",
                "De Lindeboom",
                "Het Haventje",
            ],
            JobTitles = ["Inkoper", "Bedrijfsleider", "Chef-kok", "Eigenaar", "Administratie", "Manager horeca"],
            Products =
            [
                new("Boerenbrood volkoren, heel", "stuk", 245, 310, 120, VatRate.Low),
                new("Zuurdesem wit, heel", "stuk", 310, 385, 90, VatRate.Low),
                new("Croissant roomboter", "stuk", 95, 125, 240, VatRate.Low),
                new("Pistolet wit", "stuk", 42, 55, 400, VatRate.Low),
                new("Appelgebak, 12 punten", "stuk", 1850, 2250, 12, VatRate.Low),
                new("Bossche bol", "stuk", 215, 260, 60, VatRate.Low),
                new("Worstenbrood", "stuk", 165, 195, 150, VatRate.Low),
                new("Vlaai, 10 punten", "stuk", 1475, 1895, 15, VatRate.Low),
                new("Bedrukte broodzakken, doos 500", "doos", 6250, 7400, 4, VatRate.High),
                new("Bezorging vroege ronde", "rit", 1250, 1750, 22, VatRate.High),
                new("Huur broodvitrine", "maand", 4500, 5900, 1, VatRate.High),
                new("Workshop brood bakken, per deelnemer", "persoon", 4950, 6500, 20, VatRate.High),
                new("Statiegeld kratten", "krat", 350, 350, 40, VatRate.Zero),
            ],
            ContractTitles =
            [
                "Leveringsovereenkomst dagverse broodservice",
                "Jaarafspraak gebak en vlaai",
                "Bruikleen broodvitrine",
                "Huurovereenkomst afbakoven",
                "Afspraken vroege bezorging",
                "Raamovereenkomst banqueting",
            ],
            ContractValue = (1_800, 26_000),
            Plans =
            [
                new(
                    "Nieuw broodassortiment",
                    "Samen een assortiment kiezen dat bij de kaart past, met proeverij en prijslijst.",
                    ["Wensen opgehaald", "Proeverij gehouden", "Assortiment vastgesteld", "Eerste levering"]
                ),
                new(
                    "Afbakstation inrichten",
                    "Oven, vitrine en opleiding van het personeel, zodat er de hele dag vers brood is.",
                    ["Inmeting", "Oven geplaatst", "Personeel opgeleid", "Hygiënekeuring", "Opening"]
                ),
                new(
                    "Feestdagenactie",
                    "Speculaas, staven en stollen in eigen verpakking voor de feestmaanden.",
                    ["Ontwerp verpakking", "Proefserie", "Bestellijst dicht", "Uitlevering"]
                ),
            ],
            InternalPlans =
            [
                new("Verbouwing winkel Ginneken", "Nieuwe toonbank en koeling.", ["Offertes", "Sloop", "Plaatsing", "Heropening"]),
                new("Receptuur zonder E-nummers", "Alle deegsoorten herzien.", ["Inventarisatie", "Proefbakken", "Etiketten aangepast"]),
            ],
            PaymentMethods =
            [
                PaymentMethod.BankTransfer,
                PaymentMethod.DirectDebit,
                PaymentMethod.DirectDebit,
                PaymentMethod.Card,
                PaymentMethod.Cash,
            ],
        };
}
