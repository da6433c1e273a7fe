using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>The company's profile, its customers and the people there.</summary>
internal static class DemoAccounts
{
    private const int Customers = 42;

    public static CompanyProfile Profile(DemoWorld world)
    {
        var random = world.Stream("profile");
        var trade = world.Trade;
        var profile = CompanyProfile
            .Create(new CompanyDetails(trade.LegalName, trade.Address, DemoWords.Kvk(random), DemoWords.VatId(random), trade.BrandColour))
            .Value;
        profile.ChangeIban(Iban.Parse(trade.Iban).Value);
        profile.ChangeLogo(DemoLogo.Draw(trade.Mark, trade.BrandColour), "image/png").Demand();
        return profile;
    }

    /// <summary>Makes the customers and their contacts, and leaves the customers in the world for what follows.</summary>
    public static IEnumerable<object> Make(DemoWorld world)
    {
        var random = world.Stream("accounts");
        var names = random.Shuffle(from kind in world.Trade.CustomerKinds from name in world.Trade.CustomerNames select $"{kind} {name}");
        foreach (var name in names.Take(Customers))
        {
            var account = Account(world, random, name);
            world.Accounts.Add(account);
            yield return account;
        }

        foreach (var account in world.Accounts)
        {
            for (var count = random.Between(1, 4); count > 0; count--)
            {
                yield return Contact(world, random, account);
            }
        }
    }

    private static Account Account(DemoWorld world, DemoRandom random, string name)
    {
        var (address, phone) = DemoWords.Place(random);
        var details = new AccountDetails(
            name,
            DemoWords.Kvk(random),
            DemoWords.VatId(random),
            address,
            $"info@{DemoWords.MailDomain(name)}",
            phone
        );
        var since = world.At(world.Today.AddDays(-random.Between(740, 1400)), 9, random.Between(0, 59));
        var account = Domain.Accounts.Account.Create(details, random.Chance(60) ? world.AccountManager : world.Sales, since).Value;
        account.AssignTo(random.Chance(70) ? world.AccountManager.Id : world.Sales.Id);
        return account;
    }

    private static Contact Contact(DemoWorld world, DemoRandom random, Account account)
    {
        var name = DemoWords.PersonName(random);
        return Domain
            .Accounts.Contact.Create(
                account,
                name,
                random.Pick(world.Trade.JobTitles),
                $"{DemoWords.MailName(name)}@{DemoWords.MailDomain(account.Name)}",
                $"06 555 {random.Digits(2)} {random.Digits(3)}",
                account.CreatedAt
            )
            .Value;
    }
}
