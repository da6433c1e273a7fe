using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Puts invoices into a company of the bench, through the same door as everything else.</summary>
internal static class InvoiceSeeding
{
    public static async Task WriteAsync(this TenancyBench bench, CompanyId company, Func<CompanyWrite, Task> change)
    {
        using var scope = bench.As(Role.Owner, company);
        var result = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, _) =>
                {
                    await change(write);
                    write.Audit("bench.seeded", "Bench", "1", "Seeded by a test");
                    return true;
                },
                CancellationToken.None
            );
        Assert.Null(result.Error);
    }

    /// <summary>Adds a customer.</summary>
    public static async Task<Account> AddCustomerAsync(
        this TenancyBench bench,
        CompanyId company,
        string name = "De Vries Techniek B.V.",
        Address? address = null
    )
    {
        var customer = Samples.Customer(name, address: address);
        await bench.WriteAsync(
            company,
            write =>
            {
                write.Data.Accounts.Add(customer);
                return Task.CompletedTask;
            }
        );
        return customer;
    }

    /// <summary>Adds invoices in review, of one line each.</summary>
    public static async Task<List<Invoice>> AddInReviewAsync(this TenancyBench bench, CompanyId company, Account customer, int count = 1)
    {
        var invoices = Enumerable.Range(1, count).Select(number => Samples.InReview(customer, Samples.Line(100 + number))).ToList();
        await bench.WriteAsync(
            company,
            write =>
            {
                write.Data.Invoices.AddRange(invoices);
                return Task.CompletedTask;
            }
        );
        return invoices;
    }

    /// <summary>Adds an invoice and takes it through these steps.</summary>
    public static async Task<Invoice> AddInvoiceAsync(
        this TenancyBench bench,
        CompanyId company,
        Account customer,
        Action<Invoice, NumberSeries>? steps = null,
        Actor? by = null,
        string? reference = null,
        decimal price = 100,
        DateOnly? supplied = null
    )
    {
        var content = new InvoiceContent(supplied ?? Samples.Today, 30, reference, [Samples.Line(price)]);
        var invoice = Invoice.Draft(customer, content, by ?? Samples.Finance, Samples.At).Value;
        await bench.WriteAsync(
            company,
            async write =>
            {
                var series = await write.Data.NumberSeries.SingleOrDefaultAsync(row => row.Name == "2025");
                if (series is null)
                {
                    series = Samples.Series("2025");
                    write.Data.NumberSeries.Add(series);
                }

                steps?.Invoke(invoice, series);
                write.Data.Invoices.Add(invoice);
            }
        );
        return invoice;
    }

    /// <summary>A step that issues the invoice on a day.</summary>
    public static Action<Invoice, NumberSeries> Issued(Account customer, DateOnly on) =>
        (invoice, series) =>
        {
            Samples.Must(invoice.Submit(Samples.Finance, Samples.At));
            Samples.Must(invoice.Issue(series, customer, on, Samples.Finance, Samples.At));
        };

    /// <summary>The invoice as the database has it now.</summary>
    public static async Task<Invoice> ReadInvoiceAsync(this TenancyBench bench, CompanyId company, Guid id)
    {
        Invoice? found = null;
        await bench.WriteAsync(
            company,
            async write =>
                found = await write
                    .Data.Invoices.AsNoTracking()
                    .Include(row => row.Lines)
                    .Include(row => row.History)
                    .SingleAsync(row => row.Id == id)
        );
        return found!;
    }

    /// <summary>What the audit log says of a record, oldest first.</summary>
    public static async Task<List<AuditRecord>> AuditOfAsync(this TenancyBench bench, CompanyId company, string entityId)
    {
        List<AuditRecord> records = [];
        await bench.WriteAsync(
            company,
            async write =>
                records = await write
                    .Data.Database.GetDbConnection()
                    .ReadableAsync(
                        await write
                            .Data.AuditRecords.AsNoTracking()
                            .Where(row => row.EntityId == entityId)
                            .OrderBy(row => row.Sequence)
                            .ToListAsync()
                    )
        );
        return records;
    }
}
