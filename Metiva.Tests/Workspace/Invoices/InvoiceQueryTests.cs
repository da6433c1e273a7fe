using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class InvoiceQueryTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    [Fact]
    public async Task An_invoice_comes_with_lines_VAT_payments_and_history()
    {
        var customer = await bench.AddCustomerAsync(bench.A);
        var invoice = await bench.AddInvoiceAsync(
            bench.A,
            customer,
            InvoiceSeeding.Issued(customer, Samples.Today)
                + (
                    (issued, _) =>
                        Samples.Must(issued.RegisterPayment(Samples.Today, Money.Of(21), PaymentMethod.Ideal, Samples.Finance, Samples.At))
                ),
            reference: "PO 12"
        );

        var read = (await Query(Role.Finance, invoice.Id)).Value;
        Assert.Equal((InvoiceState.PartiallyPaid, invoice.Number, "PO 12"), (read.Header.State, read.Header.Number, read.Header.Reference));
        Assert.Equal(("121.00", "100.00"), (read.Header.Total.ToString(), read.Header.OpenBalance.ToString()));
        Assert.Equal(("Onderhoud website", 1), (Assert.Single(read.Lines).Description, read.Lines[0].Position));
        Assert.Equal((VatRate.High, "21.00"), (Assert.Single(read.VatTotals).Rate, read.VatTotals[0].Vat.ToString()));
        Assert.Equal(PaymentMethod.Ideal, Assert.Single(read.Payments!).Method);
        Assert.Equal(
            [InvoiceEventKind.Created, InvoiceEventKind.Submitted, InvoiceEventKind.Issued, InvoiceEventKind.PaymentRegistered],
            read.History.Select(entry => entry.Kind)
        );
        Assert.Equal("Keizersgracht 12\n1015 CR  Amsterdam", read.Header.BilledAddress);
    }

    [Theory]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.AccountManager, true)]
    public async Task Payments_are_shown_to_those_only_who_may_see_payments(Role role, bool shown)
    {
        var customer = await bench.AddCustomerAsync(bench.A);
        var invoice = await bench.AddInvoiceAsync(bench.A, customer, InvoiceSeeding.Issued(customer, Samples.Today));

        Assert.Equal(shown, (await Query(role, invoice.Id)).Value.Payments is not null);
    }

    [Fact]
    public async Task A_draft_shows_the_customer_as_it_is_now_and_what_is_missing()
    {
        var customer = await bench.AddCustomerAsync(bench.A, "Zonder Adres", new Address("", "", "", "NL"));
        var draft = await bench.AddInvoiceAsync(bench.A, customer);
        var read = (await Query(Role.Finance, draft.Id)).Value;
        Assert.Equal(("Zonder Adres", false), (read.Header.BilledName, read.Header.AddressIsComplete));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found() => Assert.IsType<NotFound>((await Query(Role.Finance, Guid.NewGuid())).Error);

    [Theory]
    [InlineData(Role.Marketing)]
    [InlineData(Role.Client)]
    public async Task Who_may_not_read_invoices_reads_none(Role role) =>
        Assert.Equal(new PermissionDenied("invoices.read"), (await Query(role, Guid.NewGuid())).Error);

    [Fact]
    public async Task The_queue_is_in_the_order_of_submitting_and_names_who_did()
    {
        await using var own = await TenancyBench.StartAsync();
        var customer = await own.AddCustomerAsync(own.A);
        var writer = new Actor(own.Person(Role.Delivery, own.A).Id, "Delia de Wit");
        var later = await own.AddInvoiceAsync(
            own.A,
            customer,
            (invoice, _) => Samples.Must(invoice.Submit(writer, Samples.At.AddHours(2)))
        );
        var sooner = await own.AddInvoiceAsync(
            own.A,
            customer,
            (invoice, _) => Samples.Must(invoice.Submit(writer, Samples.At.AddHours(1)))
        );
        await own.AddInvoiceAsync(own.A, customer);
        var other = await own.AddCustomerAsync(own.B);
        await own.AddInReviewAsync(own.B, other, 3);

        using var scope = own.As(Role.Finance, own.A);
        var queue = (await scope.Get<ReviewQueueQuery>().Run(CancellationToken.None)).Value;
        Assert.Equal([sooner.Id, later.Id], queue.Rows.Select(row => row.Id));
        Assert.All(queue.Rows, row => Assert.Equal("Delia de Wit", row.SubmittedBy));
        Assert.Equal(2, queue.Waiting);
    }

    [Theory]
    [InlineData(Role.Admin)]
    [InlineData(Role.AccountManager)]
    [InlineData(Role.Client)]
    public async Task The_queue_is_for_those_who_issue(Role role)
    {
        using var scope = bench.As(role, bench.A);
        var refused = await scope.Get<ReviewQueueQuery>().Run(CancellationToken.None);
        Assert.Equal(new PermissionDenied("invoices.read-reviews"), refused.Error);
    }

    private async Task<Result<InvoiceDetail>> Query(Role role, Guid id)
    {
        using var scope = bench.As(role, bench.A);
        return await scope.Get<InvoiceQuery>().Run(id, CancellationToken.None);
    }
}
