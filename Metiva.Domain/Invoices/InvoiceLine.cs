using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>A line of an invoice. Never changes: a draft gets new lines.</summary>
public sealed class InvoiceLine
{
    private InvoiceLine() { }

    /// <summary>Makes a line. The invoice checks it when it takes it.</summary>
    /// <param name="description">What was delivered.</param>
    /// <param name="quantity">How many; negative to deduct.</param>
    /// <param name="unit">What is counted, such as "hour".</param>
    /// <param name="unitPrice">Euros for one, without VAT.</param>
    /// <param name="vat">The VAT rate.</param>
    public InvoiceLine(string description, Quantity quantity, string unit, UnitPrice unitPrice, VatRate vat)
    {
        Id = Guid.NewGuid();
        Description = description.Trim();
        Quantity = quantity;
        Unit = unit.Trim();
        UnitPrice = unitPrice;
        Vat = vat;
        Net = InRange ? unitPrice.Times(quantity) : Money.Zero;
    }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>Its place on the invoice, from 1.</summary>
    public int Position { get; internal set; }

    /// <summary>What was delivered.</summary>
    public string Description { get; private set; } = "";

    /// <summary>How many.</summary>
    public Quantity Quantity { get; private set; }

    /// <summary>What is counted.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Euros for one, without VAT.</summary>
    public UnitPrice UnitPrice { get; private set; }

    /// <summary>The VAT rate.</summary>
    public VatRate Vat { get; private set; }

    /// <summary>Price times quantity, rounded to cents.</summary>
    public Money Net { get; private set; }

    // Far above any real line, and far below where cents no longer fit into 64 bits.
    private bool InRange => decimal.Abs(Quantity.Value) <= 1_000_000m && decimal.Abs(UnitPrice.Value) <= 10_000_000m;

    internal Error? Check() =>
        Limits.Check(nameof(Description), Description, Limits.LineDescription)
        ?? Limits.Check(nameof(Unit), Unit, Limits.Unit, required: false)
        ?? (InRange ? null : new InvalidField(nameof(UnitPrice), "range"))
        ?? (Vat.Category == default ? new InvalidField(nameof(Vat), "required") : null);
}
