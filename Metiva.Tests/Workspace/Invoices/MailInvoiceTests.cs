using System.Text;
using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class MailInvoiceTests : IAsyncLifetime
{
    private const string Here = "https://seen.example/";
    private TenancyBench bench = null!;
    private Guid customer;
    private Guid invoice;
    private Guid file;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(
            services => services.AddInvoices().AddMailing(),
            new(StringComparer.Ordinal) { ["Tenancy:Mail:Host"] = "localhost" }
        );
        var account = await bench.AddCustomerAsync(bench.A);
        customer = account.Id;
        invoice = (await bench.AddInvoiceAsync(bench.A, account)).Id;
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var customerRow = await write.Data.Accounts.SingleAsync(row => row.Id == customer);
                write.Data.Contacts.Add(Contact.Create(customerRow, "Zoë Klant", null, "zoe@klant.example", null, write.Now).Value);
            }
        );
        file = await UploadAsync(Role.Owner);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task It_says_what_is_to_be_paid_in_the_language_that_was_chosen_and_takes_files_along()
    {
        await IssueAsync();
        var dutch = await MailAsync(Command() with { Note = "Tot <b>dinsdag</b>!", Files = [file] });
        var english = await MailAsync(Command() with { Language = "en", To = "boss@klant.example" });

        Assert.Equal(
            ("zoe@klant.example", "Zoë Klant", "nl", "Invoice"),
            (dutch.ToAddress, dutch.ToName, dutch.Language, dutch.EntityType)
        );
        Assert.StartsWith("Factuur 2026-", dutch.Subject, StringComparison.Ordinal);
        Assert.Contains("Beste Zoë Klant,", dutch.Text, StringComparison.Ordinal);
        Assert.Contains("Tot <b>dinsdag</b>!", dutch.Text, StringComparison.Ordinal);
        Assert.Contains("Tot &lt;b&gt;dinsdag", dutch.Html, StringComparison.Ordinal);
        Assert.Matches("Totaal: €\u00a0[0-9.]+,[0-9]{2}\n", dutch.Text);
        Assert.Matches("Total: €[0-9,]+\\.[0-9]{2}\n", english.Text);
        var attached = await bench.LookAsync(bench.A, data => data.MailAttachments.AsNoTracking().SingleAsync());
        Assert.Equal((dutch.Id, "bijlage.txt"), (attached.MailId, attached.Name));

        var records = await bench.LookAsync(
            bench.A,
            data => data.AuditRecords.AsNoTracking().Where(row => row.Action == "invoices.mailed").ToListAsync()
        );
        Assert.Equal(2, records.Count);
        Assert.All(records, row => Assert.DoesNotContain("klant.example", row.Summary + row.After, StringComparison.Ordinal));
        var subjects = await bench.LookAsync(bench.A, data => data.AuditSubjects.Select(row => row.Subject).ToListAsync());
        Assert.Contains(subjects, subject => subject.StartsWith("Contact:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_link_leads_where_the_installation_says_whatever_the_browser_called_it()
    {
        await IssueAsync();
        Assert.Contains($"{Here}portal/invoices/{invoice:D}", (await MailAsync(Command())).Text, StringComparison.Ordinal);
        await bench.WriteAsync(
            bench.A,
            async write =>
                await write
                    .Data.Invoices.Where(row => row.Id == invoice)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, (DateTimeOffset?)null))
        );
        Assert.DoesNotContain(Here, (await MailAsync(Command())).Text, StringComparison.Ordinal);
        await bench.WriteAsync(
            bench.A,
            async write =>
                await write
                    .Data.Invoices.Where(row => row.Id == invoice)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.PublishedAt, write.Now))
        );

        bench.Services.GetRequiredService<TenancyOptions>().Mail.PublicAddress = "https://metiva.example";
        var mail = await MailAsync(Command());
        Assert.Contains($"https://metiva.example/portal/invoices/{invoice:D}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Here, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_mailed_says_why_and_leaves_nothing()
    {
        Assert.IsType<InvoiceNotToMail>(await ErrorAsync(Command()));
        await IssueAsync();
        Assert.IsType<NotFound>(await ErrorAsync(Command() with { Id = Guid.NewGuid() }));
        Assert.Equal(new InvalidField("to", "required"), await ErrorAsync(Command() with { To = " " }));
        Assert.Equal(
            new InvalidField("to", "format"),
            await ErrorAsync(Command() with { To = "zoe@klant.example\r\nBcc: all@klant.example" })
        );
        Assert.Equal(new InvalidField("note", "too-long"), await ErrorAsync(Command() with { Note = new string('x', 501) }));
        Assert.IsType<NotFound>(await ErrorAsync(Command() with { Files = [Guid.NewGuid()] }));
        bench.Services.GetRequiredService<TenancyOptions>().Mail.MostAttached = 0;
        Assert.IsType<FilesTooLargeToMail>(await ErrorAsync(Command() with { Files = [file] }));
        Assert.Equal(0, await bench.LookAsync(bench.A, data => data.Mails.CountAsync()));
    }

    [Fact]
    public async Task Another_company_neither_mails_it_nor_takes_its_files_along()
    {
        await IssueAsync();
        var theirs = (await bench.AddInvoiceAsync(bench.B, await bench.AddCustomerAsync(bench.B))).Id;
        await IssueAsync(bench.B, theirs);
        Assert.IsType<NotFound>(await ErrorAsync(Command(), company: bench.B));
        Assert.IsType<NotFound>(await ErrorAsync(Command() with { Id = theirs, Files = [file] }, company: bench.B));

        using var scope = bench.As(Role.Owner, bench.B);
        var known = (await scope.Get<InvoiceMailQuery>().Run(invoice, default)).Value;
        Assert.Empty(known.Addresses);
        Assert.Empty(known.Files);
        using var own = bench.As(Role.Owner, bench.A);
        Assert.Equal(
            ["info@devries.example", "zoe@klant.example"],
            (await own.Get<InvoiceMailQuery>().Run(invoice, default)).Value.Addresses
        );
    }

    private MailInvoice.Command Command() => new(invoice, "zoe@klant.example", "nl", null, [], Here);

    private async Task IssueAsync(CompanyId? company = null, Guid? id = null)
    {
        using var owner = bench.As(Role.Owner, company ?? bench.A);
        var version = await bench.LookAsync(
            company ?? bench.A,
            data => data.Invoices.Where(row => row.Id == (id ?? invoice)).Select(row => row.Version).SingleAsync()
        );
        Assert.True((await owner.Get<SubmitInvoice>().Run(new(id ?? invoice, version), default)).Ok);
        Assert.True((await owner.Get<IssueInvoice>().Run(new(id ?? invoice, version + 1), default)).Ok);
    }

    private async Task<OutgoingMail> MailAsync(MailInvoice.Command command)
    {
        using var finance = bench.As(Role.Finance, bench.A);
        var mailed = await finance.Get<MailInvoice>().Run(command, default);
        Assert.True(mailed.Ok, mailed.Error?.Message);
        return await bench.LookAsync(bench.A, data => data.Mails.AsNoTracking().SingleAsync(mail => mail.Id == mailed.Value));
    }

    private async Task<Error?> ErrorAsync(MailInvoice.Command command, CompanyId? company = null)
    {
        using var owner = bench.As(Role.Owner, company ?? bench.A);
        return (await owner.Get<MailInvoice>().Run(command, default)).Error;
    }

    private async Task<Guid> UploadAsync(Role role)
    {
        using var scope = bench.As(role, bench.A);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("inhoud"));
        return (await scope.Get<UploadFile>().Run(new("bijlage.txt", null, content, 6, InPortal: false), default)).Value;
    }
}
