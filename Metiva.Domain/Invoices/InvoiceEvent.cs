using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>An entry of an invoice's history.</summary>
public sealed class InvoiceEvent
{
    private InvoiceEvent() { }

    internal InvoiceEvent(DateTimeOffset at, long version, InvoiceEventKind kind, string personName, string? note)
    {
        Id = Guid.CreateVersion7(at);
        At = at;
        Version = version;
        Kind = kind;
        PersonName = personName;
        Note = note;
    }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The invoice's version after it, which puts events of the same moment in order.</summary>
    public long Version { get; private set; }

    /// <summary>What.</summary>
    public InvoiceEventKind Kind { get; private set; }

    /// <summary>Who, by the name at that time.</summary>
    public string PersonName { get; private set; } = "";

    /// <summary>What belongs to it: a reason, a number, an amount.</summary>
    public string? Note { get; private set; }
}

/// <summary>A payment of an invoice.</summary>
public sealed class Payment
{
    private Payment() { }

    internal Payment(DateTimeOffset at, DateOnly on, Money amount, PaymentMethod method)
    {
        Id = Guid.CreateVersion7(at);
        PaidOn = on;
        Amount = amount;
        Method = method;
        RegisteredAt = at;
    }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The day on which it came in.</summary>
    public DateOnly PaidOn { get; private set; }

    /// <summary>How much.</summary>
    public Money Amount { get; private set; }

    /// <summary>How.</summary>
    public PaymentMethod Method { get; private set; }

    /// <summary>When it was registered here.</summary>
    public DateTimeOffset RegisteredAt { get; private set; }
}
