using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Lifecycle;
using Metiva.Web.Development;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Development;

/// <summary>What the demo data promises to whoever opens it.</summary>
public sealed class DemoDataTests(DemoBench bench) : IClassFixture<DemoBench>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static TheoryData<string> Companies => [.. DemoCompanies.All.Select(company => company.Name)];

    [Fact]
    public void There_is_one_agency_and_three_clients_and_all_are_served()
    {
        var entries = bench.Services.GetRequiredService<Snapshots>().Catalog.Entries.ToList();

        Assert.Equal(4, entries.Count);
        Assert.All(entries, entry => Assert.Equal(CompanyState.Active, entry.State));
        Assert.Equal("Noordlicht Digital", Assert.Single(entries, entry => entry.Kind == CompanyKind.Agency).Name);
        Assert.Equal(4, entries.Select(entry => entry.Database).Distinct().Count());
    }

    [Fact]
    public void Every_role_is_held_at_every_client_and_every_role_but_Client_at_the_agency()
    {
        foreach (var company in DemoCompanies.All)
        {
            var held = Members().Where(member => member.CompanyId == company.Id).SelectMany(member => member.Roles.Roles()).ToHashSet();
            var wanted = Enum.GetValues<Role>().Where(role => company.Kind == CompanyKind.Client || role != Role.Client);
            Assert.Equal(wanted.Order(), held.Order());
        }
    }

    [Fact]
    public void Somebody_is_Admin_here_and_Finance_there_and_somebody_belongs_nowhere()
    {
        var byPerson = Members().GroupBy(member => member.PersonId).ToList();

        Assert.Contains(
            byPerson,
            person =>
                person.Count() == 2
                && person.Any(member => member.Roles == RoleSet.Of(Role.Admin))
                && person.Any(member => member.Roles == RoleSet.Of(Role.Finance))
        );
        Assert.Contains(byPerson, person => person.Count() == 1 && person.Single().Roles == RoleSet.Of(Role.Client));
        Assert.True(byPerson.Count(person => person.Count() == 1) >= 4);
        var nowhere = Assert.Single(DemoPeople.All, person => person.Memberships.Count == 0);
        Assert.Empty(bench.Services.GetRequiredService<Snapshots>().Memberships.Of(nowhere.Id));
        Assert.NotNull(bench.Services.GetRequiredService<Snapshots>().People.Find(DemoPeople.Issuer, nowhere.Subject));
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Every_state_of_an_invoice_is_there(string name)
    {
        var invoices = await InvoicesAsync(name);

        var states = invoices.CountBy(invoice => invoice.State).ToDictionary();
        Assert.Equal(Enum.GetValues<InvoiceState>().Order(), states.Keys.Order());
        Assert.True(states[InvoiceState.InReview] >= 8);
        Assert.InRange(invoices.Count, 250, 420);
        Assert.True(invoices.Count(invoice => invoice.IsOverdue(Today)) >= 5);
        Assert.Contains(invoices, invoice => invoice is { State: InvoiceState.Draft, ReviewNote: not null });
        Assert.True(invoices.Min(invoice => invoice.IssueDate) < Today.AddDays(-650));
        Assert.True(invoices.Max(invoice => invoice.IssueDate) > Today.AddDays(-15));
        var rates = invoices.SelectMany(invoice => invoice.VatTotals).Select(total => total.Rate.Percent).Distinct();
        Assert.Equal([0m, 9m, 21m], rates.Order());
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Numbers_have_no_gap_and_follow_the_dates(string name)
    {
        var invoices = await InvoicesAsync(name);

        var series = invoices.Where(invoice => invoice.Number is not null).GroupBy(invoice => invoice.IssueDate!.Value.Year).ToList();
        Assert.True(series.Count >= 2);
        foreach (var year in series)
        {
            var numbered = year.OrderBy(invoice => invoice.Number, StringComparer.Ordinal).ToList();
            Assert.Equal(
                Enumerable.Range(1, numbered.Count).Select(number => FormattableString.Invariant($"{year.Key}-{number:0000}")),
                numbered.Select(invoice => invoice.Number)
            );
            Assert.Equal(numbered.Select(invoice => invoice.IssueDate).Order(), numbered.Select(invoice => invoice.IssueDate));
            var next = await bench.ReadAsync(Company(name), data => data.NumberSeries.SingleAsync(row => row.Name == $"{year.Key}"));
            Assert.Equal(numbered.Count + 1, next.Next);
        }
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Amounts_add_up_to_the_cent(string name)
    {
        foreach (var invoice in await InvoicesAsync(name))
        {
            Assert.All(invoice.Lines, line => Assert.Equal(line.UnitPrice.Times(line.Quantity), line.Net));
            Assert.Equal(Money.Sum(invoice.Lines.Select(line => line.Net)), invoice.Subtotal);
            Assert.Equal(
                VatTotal.Over(invoice.Lines).Select(total => (total.Rate, total.Base, total.Vat)),
                invoice.VatTotals.Select(total => (total.Rate, total.Base, total.Vat))
            );
            Assert.Equal(invoice.Subtotal + Money.Sum(invoice.VatTotals.Select(total => total.Vat)), invoice.Total);
            Assert.Equal(Money.Sum(invoice.Payments.Select(payment => payment.Amount)), invoice.Paid);
            var open = invoice.State is InvoiceState.Issued or InvoiceState.PartiallyPaid or InvoiceState.Paid;
            Assert.Equal(open ? invoice.Total - invoice.Paid : Money.Zero, invoice.OpenBalance);
        }
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Nothing_happened_in_the_future_or_out_of_order(string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var invoice in await InvoicesAsync(name))
        {
            Assert.All(invoice.History, entry => Assert.True(entry.At <= now));
            Assert.Equal(invoice.History.Select(entry => entry.At).Order(), invoice.History.Select(entry => entry.At));
            Assert.All(invoice.Payments, payment => Assert.InRange(payment.PaidOn, invoice.IssueDate!.Value, Today));
        }
    }

    [Theory]
    [MemberData(nameof(Companies))]
    public async Task Contracts_and_projects_have_every_state_and_kind(string name)
    {
        var contracts = await bench.ReadAsync(Company(name), data => data.Contracts.ToListAsync());
        var projects = await bench.ReadAsync(Company(name), data => data.Projects.Include(project => project.Milestones).ToListAsync());

        Assert.Equal(Enum.GetValues<ContractState>().Order(), contracts.Select(contract => contract.State).Distinct().Order());
        Assert.Equal(Enum.GetValues<ProjectKind>().Order(), projects.Select(project => project.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<ProjectState>().Order(), projects.Select(project => project.State).Distinct().Order());
        Assert.All(projects, project => Assert.NotEmpty(project.Milestones));
        Assert.All(projects.Where(project => project.Kind == ProjectKind.Internal), project => Assert.Null(project.PublishedAt));
        Assert.Contains(projects, project => project.Kind != ProjectKind.Internal && project.PublishedAt is null);
    }

    [Fact]
    public async Task Companies_share_no_customer_no_colour_and_no_logo()
    {
        var names = new List<string>();
        var looks = new List<(string, string)>();
        foreach (var company in DemoCompanies.All)
        {
            names.AddRange(await bench.ReadAsync(company, data => data.Accounts.Select(account => account.Name).ToListAsync()));
            var profile = await bench.ReadAsync(company, data => data.Profile.SingleAsync());
            Assert.Equal("image/png", profile.LogoContentType);
            Assert.NotNull(profile.Iban);
            looks.Add((profile.BrandColour, Convert.ToHexString(profile.Logo!)));
        }

        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.True(names.Count >= 4 * 40);
        Assert.Equal(4, looks.Select(look => look.Item1).Distinct().Count());
        Assert.Equal(4, looks.Select(look => look.Item2).Distinct().Count());
    }

    [Fact]
    public async Task A_company_that_holds_data_is_never_filled_again()
    {
        var seeder = bench.Services.GetRequiredService<CompanySeeder>();

        var written = await seeder.SeedAsync(
            DemoCompanies.Bakery.Id,
            () => throw new InvalidOperationException("Nothing may be made."),
            CancellationToken.None
        );

        Assert.Equal(0, written);
        var marks = await bench.ReadAsync(
            DemoCompanies.Bakery,
            data => data.AuditRecords.CountAsync(record => record.Action == CompanySeeder.Seeded)
        );
        Assert.Equal(1, marks);
    }

    [Fact]
    public void A_demo_person_signs_in_as_the_member_that_was_made_for_them()
    {
        var people = bench.Services.GetRequiredService<Snapshots>().People;

        Assert.All(DemoPeople.All, person => Assert.Equal(person.Id, people.Find(DemoPeople.Issuer, person.Subject)!.Id));
        Assert.Equal(BindingOutcome.Bound, CompanyClaim.Parse(DemoCompanies.Agency.Id.ToString()).Outcome);
    }

    private static DemoCompany Company(string name) => DemoCompanies.All.Single(company => company.Name == name);

    private Task<List<Invoice>> InvoicesAsync(string name) =>
        bench.ReadAsync(
            Company(name),
            data =>
                data.Invoices.Include(invoice => invoice.Lines)
                    .Include(invoice => invoice.VatTotals)
                    .Include(invoice => invoice.Payments)
                    .Include(invoice => invoice.History)
                    .AsSplitQuery()
                    .ToListAsync()
        );

    private List<MemberEntry> Members()
    {
        var memberships = bench.Services.GetRequiredService<Snapshots>().Memberships;
        return [.. DemoPeople.All.SelectMany(person => memberships.Of(person.Id))];
    }
}
