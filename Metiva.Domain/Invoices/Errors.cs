using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>Only a draft can be changed or submitted.</summary>
public sealed record InvoiceNotDraft()
    : Error("invoices.not-draft", "This invoice is no longer a draft, so it cannot be changed or submitted.");

/// <summary>Only what is in review can be issued or sent back.</summary>
public sealed record InvoiceNotInReview()
    : Error("invoices.not-in-review", "This invoice is not in review: it was already issued or sent back. Reload the queue.");

/// <summary>Only an issued invoice with an open balance takes payments, a credit note or a write-off.</summary>
public sealed record InvoiceNotOpen() : Error("invoices.not-open", "This invoice has no open balance, so nothing can be booked on it.");

/// <summary>An invoice needs lines.</summary>
public sealed record InvoiceWithoutLines() : Error("invoices.no-lines", "This invoice has no lines. Add at least one.");

/// <summary>An invoice asks for money; a negative one is a credit note.</summary>
public sealed record InvoiceTotalNotPositive()
    : Error("invoices.total-not-positive", "The total must be above zero. To give money back, make a credit note.");

/// <summary>The customer's full address is needed (Wet OB art. 35a).</summary>
public sealed record CustomerAddressIncomplete()
    : Error("invoices.address-incomplete", "The customer's address is not complete. An invoice must carry it by law: fill it in first.");

/// <summary>Reverse-charged VAT needs the customer's VAT number (Wet OB art. 35a).</summary>
public sealed record ReverseChargeNeedsVatId()
    : Error("invoices.reverse-charge-vat-id", "VAT is reverse-charged, but the customer has no VAT number. Fill it in first.");

/// <summary>The invoice is for another account.</summary>
public sealed record WrongCustomer() : Error("invoices.wrong-customer", "This invoice belongs to another customer.");

/// <summary>A reason is needed.</summary>
public sealed record ReasonRequired() : Error("invoices.reason-required", "Say why, so that the writer knows what to do.");

/// <summary>The reason is too long.</summary>
public sealed record ReasonTooLong()
    : Error(
        "invoices.reason-too-long",
        $"The reason is too long: at most {Limits.Note.ToString(System.Globalization.CultureInfo.InvariantCulture)} characters."
    )
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Limits.Note];
}

/// <summary>A payment is above zero.</summary>
public sealed record PaymentNotPositive() : Error("invoices.payment-not-positive", "The amount of a payment must be above zero.");

/// <summary>More was paid than is open.</summary>
public sealed record PaymentExceedsOpen(Money OpenBalance)
    : Error("invoices.payment-exceeds-open", $"Only {OpenBalance} is open on this invoice. Book the rest on another invoice.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [OpenBalance.Amount];
}

/// <summary>Part of it was paid, so it cannot be cancelled.</summary>
public sealed record InvoiceHasPayments()
    : Error("invoices.has-payments", "Part of this invoice was paid, so it cannot be cancelled. Refund the payment first.");

/// <summary>An issued invoice is taken back by a credit note only.</summary>
public sealed record CreditNoteRequired()
    : Error("invoices.credit-note-required", "An issued invoice can only be cancelled by a credit note. Name its number.");
