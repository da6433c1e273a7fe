using Metiva.Domain.Accounts;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <content>What may happen to an invoice, and when.</content>
public sealed partial class Invoice
{
    /// <summary>Makes a draft.</summary>
    public static Result<Invoice> Draft(Account customer, InvoiceContent content, Actor by, DateTimeOffset at)
    {
        var invoice = new Invoice
        {
            Id = Guid.CreateVersion7(at),
            AccountId = customer.Id,
            CustomerName = customer.Name,
            State = InvoiceState.Draft,
            CreatedBy = by.Id,
            CreatedAt = at,
        };
        if (invoice.Fill(content) is { } refusal)
        {
            return refusal;
        }

        invoice.Record(InvoiceEventKind.Created, by, at);
        return invoice;
    }

    /// <summary>Replaces what the draft says. Load the lines and VAT totals first.</summary>
    public Result Change(InvoiceContent content, Actor by, DateTimeOffset at)
    {
        if (State != InvoiceState.Draft)
        {
            return new InvoiceNotDraft();
        }

        if (Fill(content) is { } refusal)
        {
            return refusal;
        }

        Record(InvoiceEventKind.Changed, by, at);
        return Result.Done;
    }

    /// <summary>Hands it to somebody, or to nobody.</summary>
    public void AssignTo(PersonId? person)
    {
        AssignedTo = person;
        Version++;
    }

    /// <summary>Draft to review. Load the lines first.</summary>
    public Result Submit(Actor by, DateTimeOffset at)
    {
        var refusal = State != InvoiceState.Draft ? new InvoiceNotDraft() : Incomplete();
        if (refusal is not null)
        {
            return refusal;
        }

        State = InvoiceState.InReview;
        ReviewNote = null;
        Record(InvoiceEventKind.Submitted, by, at);
        return Result.Done;
    }

    /// <summary>Review back to draft, with the reason. Spaces around the reason do not count.</summary>
    public Result SendBack(string? reason, Actor by, DateTimeOffset at)
    {
        var refusal = State != InvoiceState.InReview ? new InvoiceNotInReview() : CheckReason(reason);
        if (refusal is not null)
        {
            return refusal;
        }

        State = InvoiceState.Draft;
        ReviewNote = reason!.Trim();
        Record(InvoiceEventKind.SentBack, by, at, ReviewNote);
        return Result.Done;
    }

    /// <summary>
    /// Approves and issues: takes the next number, and only when nothing stands in the way, so that a refusal leaves no gap; keeps
    /// the customer's data as they are now; shows it to the client. Load the lines first.
    /// </summary>
    public Result Issue(NumberSeries series, Account customer, DateOnly on, Actor by, DateTimeOffset at)
    {
        Error? refusal =
            State != InvoiceState.InReview ? new InvoiceNotInReview()
            : customer.Id != AccountId ? new WrongCustomer()
            : !customer.Address.IsComplete ? new CustomerAddressIncomplete()
            : customer.VatId is null && lines.Exists(line => line.Vat == VatRate.ReverseCharge) ? new ReverseChargeNeedsVatId()
            : Incomplete();
        if (refusal is not null)
        {
            return refusal;
        }

        Number = series.Take();
        State = InvoiceState.Issued;
        IssueDate = on;
        DueDate = on.AddDays(PaymentTermDays);
        CustomerName = customer.Name;
        CustomerAddress = customer.Address.ToLines();
        CustomerVatId = customer.VatId;
        OpenBalance = Total;
        PublishedAt = at;
        Record(InvoiceEventKind.Issued, by, at, Number);
        return Result.Done;
    }

    /// <summary>Books a payment of at most the open balance.</summary>
    public Result RegisterPayment(DateOnly on, Money amount, PaymentMethod method, Actor by, DateTimeOffset at)
    {
        Error? refusal =
            !IsOpen ? new InvoiceNotOpen()
            : amount <= Money.Zero ? new PaymentNotPositive()
            : amount > OpenBalance ? new PaymentExceedsOpen(OpenBalance)
            : null;
        if (refusal is not null)
        {
            return refusal;
        }

        payments.Add(new Payment(at, on, amount, method));
        Paid += amount;
        OpenBalance = Total - Paid;
        State = OpenBalance == Money.Zero ? InvoiceState.Paid : InvoiceState.PartiallyPaid;
        Record(InvoiceEventKind.PaymentRegistered, by, at, amount.ToString());
        return Result.Done;
    }

    /// <summary>Takes an issued invoice back in full, by the credit note of this number.</summary>
    public Result Cancel(string? creditNote, Actor by, DateTimeOffset at)
    {
        Error? refusal =
            !IsOpen ? new InvoiceNotOpen()
            : Paid != Money.Zero ? new InvoiceHasPayments()
            : string.IsNullOrWhiteSpace(creditNote) ? new CreditNoteRequired()
            : Limits.Check("CreditNote", creditNote, Limits.Number);
        if (refusal is not null)
        {
            return refusal;
        }

        State = InvoiceState.Cancelled;
        OpenBalance = Money.Zero;
        Record(InvoiceEventKind.Cancelled, by, at, creditNote!.Trim());
        return Result.Done;
    }

    /// <summary>Gives up what is open, with the reason.</summary>
    public Result WriteOff(string? reason, Actor by, DateTimeOffset at)
    {
        var refusal = !IsOpen ? new InvoiceNotOpen() : CheckReason(reason);
        if (refusal is not null)
        {
            return refusal;
        }

        State = InvoiceState.Uncollectible;
        OpenBalance = Money.Zero;
        Record(InvoiceEventKind.WrittenOff, by, at, reason!.Trim());
        return Result.Done;
    }

    private bool IsOpen => State is InvoiceState.Issued or InvoiceState.PartiallyPaid;

    private static Error? CheckReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new ReasonRequired()
        : reason.Trim().Length > Limits.Note ? new ReasonTooLong()
        : null;

    private Error? Incomplete() =>
        lines.Count == 0 ? new InvoiceWithoutLines()
        : Total <= Money.Zero ? new InvoiceTotalNotPositive()
        : null;

    private Error? Fill(InvoiceContent content)
    {
        var refusal =
            Limits.Check(nameof(Reference), content.Reference, Limits.Reference, required: false)
            ?? (content.PaymentTermDays is < 0 or > 60 ? new InvalidField(nameof(PaymentTermDays), "range") : null)
            ?? (content.Lines.Count > Limits.InvoiceLines ? new InvalidField(nameof(Lines), "range") : null)
            ?? content.Lines.Select(line => line.Check()).FirstOrDefault(error => error is not null);
        if (refusal is not null)
        {
            return refusal;
        }

        SupplyDate = content.SupplyDate;
        PaymentTermDays = content.PaymentTermDays;
        Reference = Limits.Clean(content.Reference);
        lines.Clear();
        foreach (var line in content.Lines)
        {
            line.Position = lines.Count + 1;
            lines.Add(line);
        }

        vatTotals.Clear();
        vatTotals.AddRange(VatTotal.Over(lines));
        Subtotal = Money.Sum(lines.Select(line => line.Net));
        Vat = Money.Sum(vatTotals.Select(total => total.Vat));
        Total = Subtotal + Vat;
        return null;
    }

    private void Record(InvoiceEventKind kind, Actor by, DateTimeOffset at, string? note = null)
    {
        Version++;
        history.Add(new InvoiceEvent(at, Version, kind, by.Name, note));
    }
}
