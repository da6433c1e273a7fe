using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Company A holds one invoice of each kind, company B others of its own.</summary>
public sealed class InvoicesOfEveryKind : IAsyncLifetime
{
    private static readonly DateOnly Today = TimeProvider.System.Today();
    private TenancyBench bench = null!;
    private Account bakery = null!;
    private Account garage = null!;

    internal TenancyBench Bench => bench;

    internal Account Garage => garage;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(services => services.AddInvoices());
        bakery = await bench.AddCustomerAsync(bench.A, "Bakkerij Smit B.V.");
        garage = await bench.AddCustomerAsync(bench.A, "Garage 100% Goed");
        var finance = Samples.Finance;
        await bench.AddInvoiceAsync(bench.A, bakery, price: 10, reference: "draft");
        await bench.AddInvoiceAsync(bench.A, bakery, (invoice, _) => Samples.Must(invoice.Submit(finance, Samples.At)), price: 20);
        await bench.AddInvoiceAsync(bench.A, bakery, InvoiceSeeding.Issued(bakery, Today.AddDays(-30)), price: 30);
        await bench.AddInvoiceAsync(bench.A, garage, InvoiceSeeding.Issued(garage, Today.AddDays(-31)), price: 40);
        await bench.AddInvoiceAsync(bench.A, garage, Paying(garage, Today.AddDays(-50), part: 10), price: 50);
        await bench.AddInvoiceAsync(bench.A, garage, Paying(garage, Today.AddDays(-60), part: null), price: 60);
        await bench.AddInvoiceAsync(
            bench.A,
            bakery,
            InvoiceSeeding.Issued(bakery, Today.AddDays(-10)) + ((invoice, _) => Samples.Must(invoice.Cancel("C-1", finance, Samples.At))),
            price: 70
        );
        await bench.AddInvoiceAsync(
            bench.A,
            bakery,
            InvoiceSeeding.Issued(bakery, Today.AddDays(-400))
                + ((invoice, _) => Samples.Must(invoice.WriteOff("Failliet", finance, Samples.At))),
            price: 80
        );

        var foreign = await bench.AddCustomerAsync(bench.B, "Vreemd bedrijf van B");
        await bench.AddInvoiceAsync(bench.B, foreign, InvoiceSeeding.Issued(foreign, Today), price: 9999, reference: "alleen van B");
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    private static Action<Invoice, NumberSeries> Paying(Account customer, DateOnly on, decimal? part) =>
        InvoiceSeeding.Issued(customer, on)
        + (
            (invoice, _) =>
                Samples.Must(
                    invoice.RegisterPayment(
                        on,
                        part is { } amount ? Money.Of(amount) : invoice.OpenBalance,
                        PaymentMethod.BankTransfer,
                        Samples.Finance,
                        Samples.At
                    )
                )
        );
}
