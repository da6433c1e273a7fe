using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>An invoice with its lines, VAT and history, and its payments for those who may see payments; null for others.</summary>
public sealed record InvoiceDetail(
    InvoiceHeader Header,
    IReadOnlyList<InvoiceLineRow> Lines,
    IReadOnlyList<VatTotalRow> VatTotals,
    IReadOnlyList<PaymentRow>? Payments,
    IReadOnlyList<InvoiceEventRow> History,
    DateOnly Today
)
{
    /// <summary>Whether something is open after the due date.</summary>
    public bool IsOverdue => Header.OpenBalance > Money.Zero && Header.DueDate < Today;

    /// <summary>Whether VAT is reverse-charged though the customer has no VAT number, so that it cannot be issued yet.</summary>
    public bool LacksVatId => Header.AccountVatId is null && Lines.Any(line => line.Vat == VatRate.ReverseCharge);
}

public sealed record InvoiceHeader
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public string CustomerName { get; init; } = "";
    public string? CustomerAddress { get; init; }
    public VatId? CustomerVatId { get; init; }
    public string? Number { get; init; }
    public InvoiceState State { get; init; }
    public DateOnly? IssueDate { get; init; }
    public DateOnly SupplyDate { get; init; }
    public int PaymentTermDays { get; init; }
    public DateOnly? DueDate { get; init; }
    public string? Reference { get; init; }
    public Money Subtotal { get; init; }
    public Money Vat { get; init; }
    public Money Total { get; init; }
    public Money Paid { get; init; }
    public Money OpenBalance { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? ReviewNote { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public long Version { get; init; }
    public string AccountName { get; init; } = "";
    public string Street { get; init; } = "";
    public string PostalCode { get; init; } = "";
    public string City { get; init; } = "";
    public string Country { get; init; } = "";
    public VatId? AccountVatId { get; init; }

    /// <summary>The customer's name: as it was at issue, and before that as it is now.</summary>
    public string BilledName => Number is null ? AccountName : CustomerName;

    /// <summary>The customer's address, likewise.</summary>
    public string BilledAddress => CustomerAddress ?? AccountAddress.ToLines();

    /// <summary>The customer's VAT number, likewise.</summary>
    public VatId? BilledVatId => Number is null ? AccountVatId : CustomerVatId;

    /// <summary>Whether the customer's address, as it is now, may stand on an invoice.</summary>
    public bool AddressIsComplete => AccountAddress.IsComplete;

    private Address AccountAddress => new(Street, PostalCode, City, Country);
}

public sealed record InvoiceLineRow
{
    public Guid Id { get; init; }
    public int Position { get; init; }
    public string Description { get; init; } = "";
    public Quantity Quantity { get; init; }
    public string Unit { get; init; } = "";
    public UnitPrice UnitPrice { get; init; }
    public VatRate Vat { get; init; }
    public Money Net { get; init; }
}

public sealed record VatTotalRow
{
    public VatRate Rate { get; init; }
    public Money Base { get; init; }
    public Money Vat { get; init; }
}

public sealed record PaymentRow
{
    public DateOnly PaidOn { get; init; }
    public Money Amount { get; init; }
    public PaymentMethod Method { get; init; }
    public DateTimeOffset RegisteredAt { get; init; }
}

public sealed record InvoiceEventRow
{
    public DateTimeOffset At { get; init; }
    public long Version { get; init; }
    public InvoiceEventKind Kind { get; init; }
    public string PersonName { get; init; } = "";
    public string? Note { get; init; }
}
