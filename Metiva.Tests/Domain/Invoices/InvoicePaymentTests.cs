using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Domain.Invoices;

public sealed class InvoicePaymentTests
{
    private readonly Invoice invoice = Issued(Customer(), Series(), Line(100));

    [Fact]
    public void A_part_leaves_the_rest_open()
    {
        Must(Pay(invoice, 21));
        Assert.Equal(InvoiceState.PartiallyPaid, invoice.State);
        Assert.Equal("21.00 100.00", $"{invoice.Paid} {invoice.OpenBalance}");
    }

    [Fact]
    public void The_whole_makes_it_paid()
    {
        Must(Pay(invoice, 21));
        Must(Pay(invoice, 100));
        Assert.Equal(InvoiceState.Paid, invoice.State);
        Assert.Equal(new InvoiceNotOpen(), Pay(invoice, 1).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_payment_is_above_zero(int amount) => Assert.Equal(new PaymentNotPositive(), Pay(invoice, amount).Error);

    [Fact]
    public void More_than_is_open_is_refused() => Assert.Equal(new PaymentExceedsOpen(Money.Of(121)), Pay(invoice, 121.01m).Error);

    [Fact]
    public void A_draft_takes_no_payment() => Assert.Equal(new InvoiceNotOpen(), Pay(Draft(Customer()), 1).Error);

    [Fact]
    public void Whatever_is_paid_paid_and_open_add_up_to_the_total() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<PositiveInt[]>(),
                amounts =>
                {
                    var sample = Issued(Customer(), Series(), Line(100));
                    foreach (var amount in amounts)
                    {
                        _ = Pay(sample, amount.Get);
                    }

                    return sample.Paid + sample.OpenBalance == sample.Total
                        && sample.OpenBalance >= Money.Zero
                        && sample.Paid == Money.Sum(sample.Payments.Select(payment => payment.Amount))
                        && (sample.OpenBalance == Money.Zero) == (sample.State == InvoiceState.Paid);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_overdue_the_day_after_the_due_date_while_something_is_open()
    {
        var due = invoice.DueDate!.Value;
        Assert.False(invoice.IsOverdue(due));
        Assert.True(invoice.IsOverdue(due.AddDays(1)));
        Must(Pay(invoice, 121));
        Assert.False(invoice.IsOverdue(due.AddDays(1)));
    }

    [Fact]
    public void A_draft_is_never_overdue() => Assert.False(Draft(Customer()).IsOverdue(DateOnly.MaxValue));

    [Fact]
    public void Cancelling_needs_a_credit_note_and_leaves_nothing_open()
    {
        Assert.Equal(new CreditNoteRequired(), invoice.Cancel(" ", Finance, At).Error);
        Must(invoice.Cancel("C2026-0001", Finance, At));
        Assert.Equal(InvoiceState.Cancelled, invoice.State);
        Assert.Equal(Money.Zero, invoice.OpenBalance);
        Assert.Equal("2026-0001", invoice.Number);
    }

    [Fact]
    public void What_was_paid_in_part_cannot_be_cancelled()
    {
        Must(Pay(invoice, 1));
        Assert.Equal(new InvoiceHasPayments(), invoice.Cancel("C2026-0001", Finance, At).Error);
    }

    [Fact]
    public void Writing_off_needs_a_reason_and_leaves_nothing_open()
    {
        Must(Pay(invoice, 21));
        Assert.Equal(new ReasonRequired(), invoice.WriteOff("", Finance, At).Error);
        Must(invoice.WriteOff("Faillissement", Finance, At));
        Assert.Equal(InvoiceState.Uncollectible, invoice.State);
        Assert.Equal("21.00 0.00", $"{invoice.Paid} {invoice.OpenBalance}");
        Assert.Equal(new InvoiceNotOpen(), invoice.WriteOff("nog eens", Finance, At).Error);
    }

    private static Metiva.Domain.Shared.Result Pay(Invoice target, decimal amount) =>
        target.RegisterPayment(Today, Money.Of(amount), PaymentMethod.BankTransfer, Finance, At);
}
