using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Invoices;

public sealed class InvoiceTests
{
    private readonly Account customer = Customer();

    [Fact]
    public void A_draft_has_totals_but_no_number_dates_or_balance()
    {
        var invoice = Draft(customer, Line(100), Line(50, vat: VatRate.Low));
        Assert.Equal("150.00 25.50 175.50", $"{invoice.Subtotal} {invoice.Vat} {invoice.Total}");
        Assert.Null(invoice.Number);
        Assert.Null(invoice.IssueDate);
        Assert.Null(invoice.DueDate);
        Assert.Null(invoice.PublishedAt);
        Assert.Equal(Money.Zero, invoice.OpenBalance);
        Assert.Equal([1, 2], invoice.Lines.Select(line => line.Position));
    }

    [Fact]
    public void Totals_are_the_sum_of_the_lines_and_the_vat_of_each_rate() =>
        Prop.ForAll(
                VatTests.Lines(),
                lines =>
                {
                    var invoice = Invoice.Draft(customer, new InvoiceContent(Today, 30, null, lines), Finance, At).Value;
                    return invoice.Subtotal == Money.Sum(lines.Select(line => line.Net))
                        && invoice.Vat == Money.Sum(invoice.VatTotals.Select(total => total.Vat))
                        && invoice.Total == invoice.Subtotal + invoice.Vat;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_draft_can_be_changed()
    {
        var invoice = Draft(customer);
        Must(invoice.Change(Content(Line(10), Line(20)), Finance, At));
        Assert.Equal("36.30", invoice.Total.ToString());
        Assert.Equal(2, invoice.Version);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(61)]
    public void A_payment_term_is_at_most_sixty_days(int days) =>
        Assert.Equal(
            new InvalidField("PaymentTermDays", "range"),
            Invoice.Draft(customer, Content() with { PaymentTermDays = days }, Finance, At).Error
        );

    [Fact]
    public void A_line_needs_a_description_a_rate_and_a_sensible_price()
    {
        AssertRefused(new InvalidField("Description", "required"), new InvoiceLine(" ", Quantity.Of(1), "", UnitPrice.Of(1), VatRate.High));
        AssertRefused(new InvalidField("Vat", "required"), new InvoiceLine("x", Quantity.Of(1), "", UnitPrice.Of(1), default));
        AssertRefused(
            new InvalidField("UnitPrice", "range"),
            new InvoiceLine("x", Quantity.Of(decimal.MaxValue), "", UnitPrice.Of(decimal.MaxValue), VatRate.High)
        );

        void AssertRefused(Error expected, InvoiceLine line) =>
            Assert.Equal(expected, Invoice.Draft(customer, Content(line), Finance, At).Error);
    }

    [Fact]
    public void An_invoice_without_lines_cannot_be_submitted()
    {
        var invoice = Invoice.Draft(customer, Content() with { Lines = [] }, Finance, At).Value;
        Assert.Equal(new InvoiceWithoutLines(), invoice.Submit(Finance, At).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void An_invoice_that_asks_for_nothing_cannot_be_submitted(int price) =>
        Assert.Equal(new InvoiceTotalNotPositive(), Draft(customer, Line(price)).Submit(Finance, At).Error);

    [Fact]
    public void Issuing_gives_number_dates_balance_and_shows_it_to_the_client()
    {
        var invoice = Issued(customer, Series(), Line(100));
        Assert.Equal(InvoiceState.Issued, invoice.State);
        Assert.Equal("2026-0001", invoice.Number);
        Assert.Equal(Today, invoice.IssueDate);
        Assert.Equal(Today.AddDays(30), invoice.DueDate);
        Assert.Equal("121.00", invoice.OpenBalance.ToString());
        Assert.Equal(At, invoice.PublishedAt);
        Assert.Equal("Keizersgracht 12\n1015 CR  Amsterdam", invoice.CustomerAddress);
        Assert.Equal(
            [InvoiceEventKind.Created, InvoiceEventKind.Submitted, InvoiceEventKind.Issued],
            invoice.History.Select(entry => entry.Kind)
        );
    }

    [Fact]
    public void An_issued_invoice_keeps_the_name_that_the_customer_had()
    {
        var invoice = Issued(customer, Series());
        Must(customer.Change(new AccountDetails("Nieuwe Naam", null, null, Office, null, null)));
        Assert.Equal("De Vries Techniek B.V.", invoice.CustomerName);
    }

    [Fact]
    public void A_draft_cannot_be_issued() =>
        Assert.Equal(new InvoiceNotInReview(), Draft(customer).Issue(Series(), customer, Today, Finance, At).Error);

    [Fact]
    public void An_issued_invoice_cannot_be_issued_again_and_takes_no_second_number()
    {
        var series = Series();
        var invoice = Issued(customer, series);
        Assert.Equal(new InvoiceNotInReview(), invoice.Issue(series, customer, Today, Finance, At).Error);
        Assert.Equal(2, series.Next);
    }

    [Fact]
    public void It_cannot_be_issued_to_somebody_else() =>
        Assert.Equal(new WrongCustomer(), InReview(customer).Issue(Series(), Customer(), Today, Finance, At).Error);

    [Fact]
    public void It_cannot_be_issued_without_the_customers_address()
    {
        var account = Customer(address: Address.Empty);
        Assert.Equal(new CustomerAddressIncomplete(), InReview(account).Issue(Series(), account, Today, Finance, At).Error);
    }

    [Fact]
    public void Reverse_charge_needs_the_customers_vat_number()
    {
        var account = Customer(vatId: null);
        var invoice = InReview(account, Line(100, vat: VatRate.ReverseCharge));
        Assert.Equal(new ReverseChargeNeedsVatId(), invoice.Issue(Series(), account, Today, Finance, At).Error);
    }

    [Fact]
    public void Sending_back_makes_it_a_draft_with_the_reason()
    {
        var invoice = InReview(customer);
        Must(invoice.SendBack("  Uren van maart ontbreken ", Finance, At));
        Assert.Equal(InvoiceState.Draft, invoice.State);
        Assert.Equal("Uren van maart ontbreken", invoice.ReviewNote);
        Must(invoice.Submit(Finance, At));
        Assert.Null(invoice.ReviewNote);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Sending_back_needs_a_reason(string? reason) =>
        Assert.Equal(new ReasonRequired(), InReview(customer).SendBack(reason, Finance, At).Error);

    [Fact]
    public void A_reason_has_at_most_500_characters()
    {
        Assert.Equal(new ReasonTooLong(), InReview(customer).SendBack(new string('x', 501), Finance, At).Error);
        Must(InReview(customer).SendBack(new string('x', 500) + " ", Finance, At));
    }

    [Fact]
    public void Only_what_is_in_review_can_be_sent_back()
    {
        Assert.Equal(new InvoiceNotInReview(), Draft(customer).SendBack("x", Finance, At).Error);
        Assert.Equal(new InvoiceNotInReview(), Issued(customer, Series()).SendBack("x", Finance, At).Error);
    }

    [Fact]
    public void An_issued_invoice_cannot_be_changed_or_submitted()
    {
        var invoice = Issued(customer, Series());
        Assert.Equal(new InvoiceNotDraft(), invoice.Change(Content(Line(1)), Finance, At).Error);
        Assert.Equal(new InvoiceNotDraft(), invoice.Submit(Finance, At).Error);
    }

    [Fact]
    public void A_refusal_changes_nothing()
    {
        var invoice = InReview(customer);
        var version = invoice.Version;
        Assert.False(invoice.Change(Content(Line(1)), Finance, At).Ok);
        Assert.False(invoice.SendBack("", Finance, At).Ok);
        Assert.Equal(version, invoice.Version);
        Assert.Equal(InvoiceState.InReview, invoice.State);
    }
}
