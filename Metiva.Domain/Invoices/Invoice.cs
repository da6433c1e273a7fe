using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>What people write in a draft.</summary>
/// <param name="SupplyDate">When it was supplied, or prepaid.</param>
/// <param name="PaymentTermDays">Days from issue to due date: 0 to 60, the most that small and medium companies may agree.</param>
/// <param name="Reference">What the customer wants to see on it.</param>
/// <param name="Lines">The lines, in order.</param>
public sealed record InvoiceContent(DateOnly SupplyDate, int PaymentTermDays, string? Reference, IReadOnlyList<InvoiceLine> Lines);

/// <summary>
/// An invoice. Its number is given at issue; from then on only payments, a credit note or a write-off touch it. It keeps the
/// customer's name and address as they were at issue.
/// </summary>
public sealed partial class Invoice
{
    private readonly List<InvoiceLine> lines = [];
    private readonly List<VatTotal> vatTotals = [];
    private readonly List<Payment> payments = [];
    private readonly List<InvoiceEvent> history = [];

    private Invoice() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The customer.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>The customer's name; from issue on as it was then.</summary>
    public string CustomerName { get; private set; } = "";

    /// <summary>The customer's address lines as they were at issue.</summary>
    public string? CustomerAddress { get; private set; }

    /// <summary>The customer's VAT number as it was at issue.</summary>
    public VatId? CustomerVatId { get; private set; }

    /// <summary>The number; null until it is issued.</summary>
    public string? Number { get; private set; }

    /// <summary>Where it is in its life.</summary>
    public InvoiceState State { get; private set; }

    /// <summary>The day of issue; null before.</summary>
    public DateOnly? IssueDate { get; private set; }

    /// <summary>When it was supplied, or prepaid.</summary>
    public DateOnly SupplyDate { get; private set; }

    /// <summary>Days from issue to due date.</summary>
    public int PaymentTermDays { get; private set; }

    /// <summary>The last day to pay; null before issue.</summary>
    public DateOnly? DueDate { get; private set; }

    /// <summary>What the customer wants to see on it.</summary>
    public string? Reference { get; private set; }

    /// <summary>The sum of the lines, without VAT.</summary>
    public Money Subtotal { get; private set; }

    /// <summary>The VAT of all rates.</summary>
    public Money Vat { get; private set; }

    /// <summary>What the customer is asked for.</summary>
    public Money Total { get; private set; }

    /// <summary>What was paid.</summary>
    public Money Paid { get; private set; }

    /// <summary>What is still to be paid: zero before issue, and after cancelling or writing off.</summary>
    public Money OpenBalance { get; private set; }

    /// <summary>Who made the draft.</summary>
    public PersonId CreatedBy { get; private set; }

    /// <summary>Who looks after it.</summary>
    public PersonId? AssignedTo { get; private set; }

    /// <summary>When the draft was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Why it was sent back; gone when it is submitted again.</summary>
    public string? ReviewNote { get; private set; }

    /// <summary>Since when the client sees it; null while they do not.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Concurrency token; every change adds one.</summary>
    public long Version { get; private set; }

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<InvoiceLine> Lines => [.. lines.OrderBy(line => line.Position)];

    /// <summary>The totals of each VAT rate.</summary>
    public IReadOnlyList<VatTotal> VatTotals =>
        [.. vatTotals.OrderByDescending(total => total.Rate.Percent).ThenBy(total => total.Rate.Category)];

    /// <summary>The payments, oldest first.</summary>
    public IReadOnlyList<Payment> Payments => [.. payments.OrderBy(payment => payment.PaidOn).ThenBy(payment => payment.RegisteredAt)];

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<InvoiceEvent> History => [.. history.OrderBy(entry => entry.Version)];

    /// <summary>Whether something is open after the due date: the due date itself is still in time.</summary>
    public bool IsOverdue(DateOnly today) => OpenBalance > Money.Zero && DueDate < today;
}
