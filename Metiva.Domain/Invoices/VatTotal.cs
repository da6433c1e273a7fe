using Metiva.Domain.Shared;

namespace Metiva.Domain.Invoices;

/// <summary>What an invoice carries at one VAT rate: the amount without VAT, and the VAT.</summary>
public sealed class VatTotal
{
    private VatTotal() { }

    /// <summary>Its key.</summary>
    public Guid Id { get; private set; }

    /// <summary>The rate.</summary>
    public VatRate Rate { get; private set; }

    /// <summary>The sum of the lines at this rate, without VAT.</summary>
    public Money Base { get; private set; }

    /// <summary>The VAT over <see cref="Base"/>.</summary>
    public Money Vat { get; private set; }

    /// <summary>
    /// One total for each rate, highest rate first. VAT is rounded once over the total of a rate and never line by line, so that
    /// the invoice and its UBL agree (EN 16931): 37.50 + 12.50 at 21 % is 10.50, not 7.88 + 2.63.
    /// </summary>
    public static IReadOnlyList<VatTotal> Over(IEnumerable<InvoiceLine> lines) =>
        [
            .. lines
                .GroupBy(line => line.Vat)
                .Select(group => For(group.Key, Money.Sum(group.Select(line => line.Net))))
                .OrderByDescending(total => total.Rate.Percent)
                .ThenBy(total => total.Rate.Category),
        ];

    /// <summary>The total of one rate over a known base.</summary>
    public static VatTotal For(VatRate rate, Money amount) =>
        new()
        {
            Id = Guid.NewGuid(),
            Rate = rate,
            Base = amount,
            Vat = Money.Of(amount.Amount * rate.Percent / 100m),
        };
}
