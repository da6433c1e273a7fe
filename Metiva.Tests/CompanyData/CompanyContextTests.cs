using Dapper;
using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.CompanyData;

public sealed class CompanyContextTests : IDisposable
{
    private readonly CompanyFile file = new();
    private readonly Account customer = Customer();

    public void Dispose() => file.Dispose();

    [Fact]
    public void The_migrations_are_up_to_date_with_the_model()
    {
        using var context = file.Context();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task An_invoice_comes_back_with_all_that_belongs_to_it()
    {
        var series = Series();
        var invoice = Issued(customer, series, Line(100), Line(0.0125m, 80, VatRate.Low), Line(10, 1, VatRate.ReverseCharge));
        Must(invoice.RegisterPayment(Today, Money.Of(50), PaymentMethod.Ideal, Finance, At));
        await Save(customer, series, invoice);

        await using var context = file.Context();
        var read = await Load(context, invoice.Id);
        Assert.Equal(Describe(invoice), Describe(read));
        Assert.Equal("2026-0001", read.Number);
        Assert.Equal(customer.VatId, read.CustomerVatId);
    }

    [Fact]
    public async Task A_draft_can_be_rewritten_reviewed_and_issued_in_steps()
    {
        var series = Series();
        var invoice = Draft(customer, Line(100), Line(50, 1, VatRate.Low));
        await Save(customer, series, invoice);

        await Step(loaded => loaded.Change(Content(Line(10), Line(20), Line(30, 1, VatRate.Zero)), Finance, At));
        await Step(loaded => loaded.Submit(Finance, At));
        await Step(loaded => loaded.SendBack("Uren ontbreken", Finance, At));
        await Step(loaded => loaded.Submit(Finance, At));
        await using (var context = file.Context())
        {
            var loaded = await Load(context, invoice.Id);
            var account = await context.Accounts.SingleAsync();
            Must(loaded.Issue(await context.NumberSeries.SingleAsync(), account, Today, Finance, At));
            await context.SaveChangesAsync();
        }

        await Step(loaded => loaded.RegisterPayment(Today, loaded.OpenBalance, PaymentMethod.BankTransfer, Finance, At));

        await using var reading = file.Context();
        var read = await Load(reading, invoice.Id);
        Assert.Equal((InvoiceState.Paid, "2026-0001", "66.30"), (read.State, read.Number, read.Total.ToString()));
        Assert.Equal((3, 2, 7), (read.Lines.Count, read.VatTotals.Count, read.History.Count));
        Assert.Equal(2, (await reading.NumberSeries.SingleAsync()).Next);

        async Task Step(Func<Invoice, Result> act)
        {
            await using var context = file.Context();
            Must(act(await Load(context, invoice.Id)));
            await context.SaveChangesAsync();
        }
    }

    [Fact]
    public async Task The_slower_of_two_people_is_told()
    {
        var invoice = InReview(customer);
        await Save(customer, invoice);

        await using var first = file.Context();
        await using var second = file.Context();
        Must((await Load(first, invoice.Id)).SendBack("x", Finance, At));
        Must((await Load(second, invoice.Id)).SendBack("y", Finance, At));
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
    }

    [Fact]
    public async Task A_number_cannot_be_taken_twice()
    {
        await Save(Series());
        await using var first = file.Context();
        await using var second = file.Context();
        Assert.Equal((await first.NumberSeries.SingleAsync()).Take(), (await second.NumberSeries.SingleAsync()).Take());
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
    }

    [Fact]
    public async Task Contracts_projects_contacts_and_the_profile_come_back_as_they_were()
    {
        var contract = Contract.Draft(customer, new ContractContent("Onderhoud", Money.Of(1200), Today, null, "Tekst"), Finance, At).Value;
        Must(contract.Send(At));
        Must(contract.Sign(Finance, At));
        var project = Project
            .Create(customer, new ProjectDetails("Webshop", ProjectKind.Retainer, null, Today, null, Quantity.Of(40)), Finance, At)
            .Value;
        Must(project.Spend(Quantity.Of(1.5m)));
        Must(project.Reach(project.AddMilestone("Ontwerp", Today).Value.Id, Today));
        var contact = Contact.Create(customer, "Jan Bakker", "Inkoper", "jan@bakker.example", null, At).Value;
        var profile = CompanyProfile.Create(new CompanyDetails("Noordlicht B.V.", Office, null, null, "#0f766e")).Value;
        profile.ChangeIban(Iban.Parse("NL91ABNA0417164300").Value);
        await Save(customer, contract, project, contact, profile);

        await using var context = file.Context();
        Assert.Equivalent(customer, await context.Accounts.SingleAsync(), strict: true);
        Assert.Equivalent(contract, await context.Contracts.SingleAsync(), strict: true);
        Assert.Equivalent(project, await context.Projects.Include(row => row.Milestones).SingleAsync(), strict: true);
        Assert.Equivalent(contact, await context.Contacts.SingleAsync(), strict: true);
        Assert.Equivalent(profile, await context.Profile.SingleAsync(), strict: true);
    }

    [Fact]
    public async Task Names_sort_without_regard_to_case()
    {
        await Save(Customer("Zwart"), Customer("de Vries"), Customer("Aalbers"));
        await using var connection = file.Connection();
        Assert.Equal(["Aalbers", "de Vries", "Zwart"], await connection.QueryAsync<string>("SELECT Name FROM Accounts ORDER BY Name"));
    }

    [Fact]
    public void Every_text_column_has_a_greatest_length()
    {
        using var context = file.Context();
        var endless =
            from entity in context.Model.GetEntityTypes()
            from property in entity.GetFlattenedProperties()
            where (property.GetProviderClrType() ?? property.GetValueConverter()?.ProviderClrType ?? property.ClrType) == typeof(string)
            where property.GetMaxLength() is null
            select $"{entity.GetTableName()}.{property.Name}";

        // The changed values of an audit record are as long as the record that changed, and so are the words that it is found by. The
        // outbox takes no longer body of a mail than OutgoingMail.BodyLength.
        Assert.Equal(
            ["AuditRecords.After", "AuditRecords.Before", "Mails.Html", "Mails.Text", "SearchEntries.Text"],
            endless.Order(StringComparer.Ordinal)
        );
    }

    private static async Task<Invoice> Load(DbContext context, Guid id) =>
        await context
            .Set<Invoice>()
            .Include(row => row.Lines)
            .Include(row => row.VatTotals)
            .Include(row => row.Payments)
            .Include(row => row.History)
            .AsSplitQuery()
            .SingleAsync(row => row.Id == id);

    private static string Describe(Invoice invoice) =>
        string.Join(
            '\n',
            invoice
                .Lines.Select(line =>
                    $"{line.Position} {line.Description} {line.Quantity} {line.Unit} {line.UnitPrice} {line.Vat} {line.Net}"
                )
                .Concat(invoice.VatTotals.Select(total => $"{total.Rate} {total.Base} {total.Vat}"))
                .Concat(invoice.Payments.Select(payment => $"{payment.PaidOn:O} {payment.Amount} {payment.Method}"))
                .Concat(invoice.History.Select(entry => $"{entry.At:O} {entry.Version} {entry.Kind} {entry.PersonName} {entry.Note}"))
                .Append($"{invoice.Number} {invoice.State} {invoice.IssueDate:O} {invoice.DueDate:O} {invoice.SupplyDate:O}")
                .Append($"{invoice.Subtotal} {invoice.Vat} {invoice.Total} {invoice.Paid} {invoice.OpenBalance} {invoice.PublishedAt:O}")
                .Append($"{invoice.CustomerName} {invoice.CustomerAddress} {invoice.Reference} {invoice.CreatedBy} {invoice.Version}")
        );

    private async Task Save(params object[] records)
    {
        await using var context = file.Context();
        context.AddRange(records);
        await context.SaveChangesAsync();
    }
}
