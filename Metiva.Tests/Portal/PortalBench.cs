using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Portal;

/// <summary>Two client companies with the same kinds of records, published and not; only the names tell whose they are.</summary>
public sealed class PortalBench : IAsyncLifetime
{
    internal TenancyBench Tenancy { get; private set; } = null!;

    internal PortalRecords A { get; private set; } = null!;

    internal PortalRecords B { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Tenancy = await TenancyBench.StartAsync();
        A = await FillAsync(Tenancy, Tenancy.A, "Alfa", "#b4530f");
        B = await FillAsync(Tenancy, Tenancy.B, "Beta", "#0b6e99");
    }

    public Task DisposeAsync() => Tenancy.DisposeAsync().AsTask();

    internal static async Task<PortalRecords> FillAsync(TenancyBench bench, CompanyId company, string word, string colour)
    {
        using var owner = bench.As(Role.Owner, company);
        var records = new PortalRecords(word, colour);
        var written = await owner
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                (write, _) =>
                {
                    write.Data.AddRange(records.All());
                    write.Audit("test.filled", "Company", company.ToString(), word);
                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True(written.Ok);
        return records;
    }
}

/// <summary>One company's records. Everything that nobody in the portal may ever read carries <see cref="Secret"/>.</summary>
internal sealed class PortalRecords
{
    private static readonly Actor Finance = Samples.Finance;

    public PortalRecords(string word, string colour)
    {
        Word = word;
        Secret = $"Geheim-{word}";
        Profile = MakeProfile(word, colour);
        Account = Customer($"Klant {word}");
        Late = Issued(Account, Series, Line(100));
        PartlyPaid = Issued(Account, Series, Line(200), Line(50, vat: VatRate.Low));
        Must(PartlyPaid.RegisterPayment(Today, Money.Of(42), PaymentMethod.BankTransfer, Finance, At));
        PaidInFull = Issued(Account, Series, Line(10));
        Must(PaidInFull.RegisterPayment(Today, PaidInFull.Total, PaymentMethod.Ideal, Finance, At));
        Credited = Issued(Account, Series, Line(30));
        Must(Credited.Cancel("CN-1", Finance, At));
        WrittenOff = Issued(Account, Series, Line(40));
        Must(WrittenOff.WriteOff(Secret, Finance, At));
        Draft = Samples.Draft(Account, SecretLine());
        Reviewed = InReview(Account, SecretLine());
        SentBack = InReview(Account, SecretLine());
        Must(SentBack.SendBack(Secret, Finance, At));
        Pending = Made("Te tekenen", contract => contract.Send(At));
        Signed = Made("Getekend", contract => contract.Send(At), contract => contract.Sign(new Actor(Finance.Id, $"Tekenaar {word}"), At));
        HiddenContracts =
        [
            Made(Secret),
            Made(Secret, contract => contract.Send(At), contract => contract.Reject(Secret)),
            Made(Secret, contract => contract.Send(At), contract => contract.Cancel(Secret)),
        ];
        Shown = Planned("Zichtbaar");
        Must(Shown.Publish(At));
        Must(Shown.Reach(Shown.Milestones[0].Id, Today));
        Shown.MoveTo(ProjectState.Active);
        HiddenProjects = [Planned(Secret), Project.Create(null, Details(Secret, ProjectKind.Internal), Finance, At).Value];
    }

    public string Word { get; }
    public string Secret { get; }
    public CompanyProfile Profile { get; }
    public Account Account { get; }
    public NumberSeries Series { get; } = NumberSeries.Start("2026").Value;
    public Invoice Late { get; }
    public Invoice PartlyPaid { get; }
    public Invoice PaidInFull { get; }
    public Invoice Credited { get; }
    public Invoice WrittenOff { get; }
    public Invoice Draft { get; }
    public Invoice Reviewed { get; }
    public Invoice SentBack { get; }
    public Contract Pending { get; }
    public Contract Signed { get; }
    public Contract[] HiddenContracts { get; }
    public Project Shown { get; }
    public Project[] HiddenProjects { get; }

    public IReadOnlyList<Invoice> PublishedInvoices => [Late, PartlyPaid, PaidInFull, Credited, WrittenOff];

    public IReadOnlyList<Invoice> HiddenInvoices => [Draft, Reviewed, SentBack];

    public IEnumerable<object> All() =>
        [Profile, Account, Series, .. PublishedInvoices, .. HiddenInvoices, Pending, Signed, .. HiddenContracts, Shown, .. HiddenProjects];

    /// <summary>A picture by its first bytes, different for each company.</summary>
    public static byte[] Logo(string word) => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. System.Text.Encoding.UTF8.GetBytes(word)];

    private static CompanyProfile MakeProfile(string word, string colour)
    {
        var profile = CompanyProfile.Create(new CompanyDetails($"{word} B.V.", Office, null, null, colour)).Value;
        profile.ChangeIban(Iban.Parse("NL91ABNA0417164300").Value);
        Must(profile.ChangeLogo(Logo(word), "image/png"));
        return profile;
    }

    private static ProjectDetails Details(string name, ProjectKind kind) =>
        new(name, kind, "Wat we doen", Today, Today.AddDays(60), Quantity.Of(4711));

    private InvoiceLine SecretLine() => new(Secret, Quantity.Of(1), "stuk", UnitPrice.Of(99), VatRate.High);

    private Contract Made(string title, params Func<Contract, Result>[] steps)
    {
        var content = new ContractContent($"{title} {Word}", Money.Of(1_000), Today, Today.AddYears(1), $"Tekst van {Word}");
        var contract = Contract.Draft(Account, content, Finance, At).Value;
        foreach (var step in steps)
        {
            Must(step(contract));
        }

        return contract;
    }

    private Project Planned(string name)
    {
        var project = Project.Create(Account, Details($"{name} {Word}", ProjectKind.Fixed), Finance, At).Value;
        Assert.True(project.AddMilestone("Eerste", Today.AddDays(10)).Ok);
        Assert.True(project.AddMilestone("Tweede", Today.AddDays(20)).Ok);
        return project;
    }
}
