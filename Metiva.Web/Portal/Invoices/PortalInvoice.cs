using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Portal.Invoices;

/// <summary>A published invoice, and who sent it.</summary>
public sealed record PortalInvoice(
    PortalInvoiceHeader Header,
    IReadOnlyList<PortalInvoiceLine> Lines,
    IReadOnlyList<PortalVatTotal> VatTotals,
    PortalSeller? Seller,
    DateOnly Today
)
{
    public bool IsOverdue => Header.OpenBalance > Money.Zero && Header.DueDate < Today;

    /// <summary>What the payment's description should be, so that it is matched by itself; the plain number when it cannot be made.</summary>
    public string PaymentReference => CreditorReference.For(Header.Number) is { Ok: true } made ? made.Value.Grouped() : Header.Number;
}

public sealed record PortalInvoiceHeader
{
    public Guid Id { get; init; }
    public string Number { get; init; } = "";
    public InvoiceState State { get; init; }
    public string CustomerName { get; init; } = "";
    public string? CustomerAddress { get; init; }
    public VatId? CustomerVatId { get; init; }
    public DateOnly IssueDate { get; init; }
    public DateOnly SupplyDate { get; init; }
    public DateOnly DueDate { get; init; }
    public string? Reference { get; init; }
    public Money Subtotal { get; init; }
    public Money Vat { get; init; }
    public Money Total { get; init; }
    public Money Paid { get; init; }
    public Money OpenBalance { get; init; }
}

public sealed record PortalInvoiceLine
{
    public int Position { get; init; }
    public string Description { get; init; } = "";
    public Quantity Quantity { get; init; }
    public string Unit { get; init; } = "";
    public UnitPrice UnitPrice { get; init; }
    public VatRate Vat { get; init; }
    public Money Net { get; init; }
}

public sealed record PortalVatTotal
{
    public VatRate Rate { get; init; }
    public Money Base { get; init; }
    public Money Vat { get; init; }
}

/// <summary>The company that the invoice is from.</summary>
public sealed record PortalSeller
{
    public string LegalName { get; init; } = "";
    public string Street { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public string City { get; init; } = "";
    public string Country { get; init; } = "";
    public KvkNumber? KvkNumber { get; init; }
    public VatId? VatId { get; init; }
    public Iban? Iban { get; init; }

    public string AddressLines => new Address(Street, PostalCode, City, Country).ToLines();
}
