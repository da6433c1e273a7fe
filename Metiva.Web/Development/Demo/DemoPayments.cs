using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>
/// What became of issued invoices. Which way one goes follows from its place in the row and not from chance, so that every state is
/// there whatever the day.
/// </summary>
internal sealed class DemoPayments(DemoWorld world)
{
    /// <summary>Nothing stays open for more days than this: by then it was paid, credited or written off.</summary>
    private const int StillOpen = 240;

    private readonly DemoRandom random = world.Stream("payments");
    private int creditNotes;

    public void Book(Invoice invoice, int index)
    {
        var late = world.Today.DayNumber - invoice.DueDate!.Value.DayNumber;
        if (late > 45)
        {
            BookOld(invoice, index, late);
        }
        else if (late > 0)
        {
            BookLate(invoice, index);
        }
        else
        {
            BookNew(invoice, index);
        }
    }

    private void BookOld(Invoice invoice, int index, int late)
    {
        if (index % 37 == 11)
        {
            var at = world.At(Before(invoice.DueDate!.Value.AddDays(random.Between(30, 120))), 14);
            invoice.WriteOff("Klant is failliet; curator meldt geen uitkering.", world.Finance, at).Demand();
        }
        else if (index % 41 == 17)
        {
            var note = FormattableString.Invariant($"CN-{++creditNotes:0000}");
            invoice.Cancel(note, world.Finance, world.At(invoice.IssueDate!.Value.AddDays(random.Between(3, 14)), 14)).Demand();
        }
        else if (index % 43 == 5 && late < StillOpen)
        {
            PayPart(invoice);
        }
        else if (index % 47 != 3 || late >= StillOpen)
        {
            PayInFull(invoice);
        }
    }

    private void BookLate(Invoice invoice, int index)
    {
        if (index % 5 == 1)
        {
            PayPart(invoice);
        }
        else if (index % 3 != 0)
        {
            PayInFull(invoice);
        }
    }

    private void BookNew(Invoice invoice, int index)
    {
        if (index % 7 == 2)
        {
            PayPart(invoice);
        }
        else if (index % 3 == 0)
        {
            PayInFull(invoice);
        }
    }

    private void PayInFull(Invoice invoice)
    {
        if (random.Chance(8))
        {
            PayPart(invoice);
        }

        Pay(invoice, invoice.OpenBalance, invoice.DueDate!.Value.AddDays(random.Between(-12, 10)));
    }

    private void PayPart(Invoice invoice) =>
        Pay(invoice, Money.Of(invoice.Total.Amount * random.Between(2, 6) / 10m), invoice.IssueDate!.Value.AddDays(random.Between(1, 12)));

    private void Pay(Invoice invoice, Money amount, DateOnly on)
    {
        var last = invoice.Payments.Count > 0 ? invoice.Payments[^1].PaidOn : invoice.IssueDate!.Value;
        var day = Before(on > last ? on : last.AddDays(1));
        var method = random.Pick(world.Trade.PaymentMethods);
        invoice.RegisterPayment(day, amount, method, world.Finance, world.At(day, 17, random.Between(0, 59))).Demand();
    }

    /// <summary>At the latest yesterday.</summary>
    private DateOnly Before(DateOnly day) => day < world.Today ? day : world.Today.AddDays(-1);
}
