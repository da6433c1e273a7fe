using Metiva.Domain.Access;
using Metiva.Domain.Contracts;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>Contracts in every state.</summary>
internal static class DemoContracts
{
    private const int Count = 30;

    public static IEnumerable<object> Make(DemoWorld world)
    {
        var random = world.Stream("contracts");
        for (var index = 0; index < Count; index++)
        {
            yield return One(world, random, index);
        }
    }

    private static Contract One(DemoWorld world, DemoRandom random, int index)
    {
        var account = world.Accounts[index % world.Accounts.Count];
        var state = (index % 10) switch
        {
            0 or 5 => ContractState.Draft,
            1 or 6 => ContractState.Pending,
            3 => ContractState.Rejected,
            8 => ContractState.Cancelled,
            _ => ContractState.Completed,
        };
        var recent = state is ContractState.Draft or ContractState.Pending;
        var written = world.Today.AddDays(-(recent ? random.Between(2, 20) : random.Between(40, 700)));
        var start = written.AddDays(random.Between(14, 45));
        var title = $"{random.Pick(world.Trade.ContractTitles)} {account.Name}";
        var value = Money.Of(random.Between(world.Trade.ContractValue.Low / 50, world.Trade.ContractValue.High / 50) * 50);
        var content = new ContractContent(
            title,
            value,
            start,
            random.Chance(70) ? start.AddYears(random.Between(1, 3)) : null,
            Body(world, title)
        );
        var contract = Contract
            .Draft(account, content, random.Chance(50) ? world.AccountManager : world.Sales, world.At(written, 10))
            .Value;
        contract.AssignTo(world.AccountManager.Id);
        End(world, contract, state, written, random);
        return contract;
    }

    private static void End(DemoWorld world, Contract contract, ContractState state, DateOnly written, DemoRandom random)
    {
        if (state == ContractState.Draft)
        {
            return;
        }

        contract.Send(world.At(written.AddDays(1), 11)).Demand();
        switch (state)
        {
            case ContractState.Completed:
                contract.Sign(Signer(world), world.At(written.AddDays(random.Between(2, 12)), 15, random.Between(0, 59))).Demand();
                break;
            case ContractState.Rejected:
                contract.Reject("De looptijd past niet bij onze begroting; graag een voorstel voor één jaar.").Demand();
                break;
            case ContractState.Cancelled:
                contract.Cancel("Vervangen door een nieuwe overeenkomst.").Demand();
                break;
            default:
                break;
        }
    }

    /// <summary>The company's own person with the role Client; at the agency, which has none, its Owner.</summary>
    private static Domain.Memberships.Actor Signer(DemoWorld world) =>
        DemoPeople.Holding(world.Company.Kind == Domain.Companies.CompanyKind.Agency ? Role.Owner : Role.Client, world.Company).Actor;

    private static string Body(DemoWorld world, string title) =>
        $"""
            {title}

            Partijen: {world.Trade.LegalName}, gevestigd te {world.Trade.Address.City}, en de in de aanhef genoemde klant.

            1. Onderwerp. Partijen leggen in deze overeenkomst vast wat wordt geleverd, tegen welke prijs en binnen welke termijn.
            2. Prijs en betaling. Facturen worden betaald binnen de termijn die op de factuur staat. Prijzen zijn exclusief btw.
            3. Duur en opzegging. Opzeggen kan schriftelijk, met een termijn van twee maanden voor het einde van de looptijd.
            4. Aansprakelijkheid. De aansprakelijkheid is beperkt tot de waarde van deze overeenkomst in één jaar.
            5. Persoonsgegevens. Partijen verwerken persoonsgegevens alleen voor de uitvoering van deze overeenkomst.
            6. Toepasselijk recht. Op deze overeenkomst is Nederlands recht van toepassing.
            """;
}
