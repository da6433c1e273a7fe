namespace Metiva.Domain.Invoices;

/// <summary>Where an invoice is in its life. "Overdue" is not a state: it follows from the date.</summary>
public enum InvoiceState
{
    /// <summary>Being written.</summary>
    Draft = 1,

    /// <summary>Waiting for Finance to issue it or send it back.</summary>
    InReview = 2,

    /// <summary>Has its number; nothing was paid.</summary>
    Issued = 3,

    /// <summary>Part of it was paid.</summary>
    PartiallyPaid = 4,

    /// <summary>All of it was paid.</summary>
    Paid = 5,

    /// <summary>Taken back in full by a credit note.</summary>
    Cancelled = 6,

    /// <summary>Written off.</summary>
    Uncollectible = 7,
}

/// <summary>What happened to an invoice.</summary>
public enum InvoiceEventKind
{
    /// <summary>The draft was made.</summary>
    Created = 1,

    /// <summary>The draft was changed.</summary>
    Changed = 2,

    /// <summary>Submitted for review.</summary>
    Submitted = 3,

    /// <summary>Sent back; the note is the reason.</summary>
    SentBack = 4,

    /// <summary>Approved and issued; the note is the number.</summary>
    Issued = 5,

    /// <summary>A payment came in; the note is the amount.</summary>
    PaymentRegistered = 6,

    /// <summary>Cancelled; the note is the credit note's number.</summary>
    Cancelled = 7,

    /// <summary>Written off; the note is the reason.</summary>
    WrittenOff = 8,
}

/// <summary>How a payment came in.</summary>
public enum PaymentMethod
{
    /// <summary>Bank transfer.</summary>
    BankTransfer = 1,

    /// <summary>Direct debit.</summary>
    DirectDebit = 2,

    /// <summary>iDEAL.</summary>
    Ideal = 3,

    /// <summary>Card.</summary>
    Card = 4,

    /// <summary>Cash.</summary>
    Cash = 5,
}
