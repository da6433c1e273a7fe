using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;

namespace Metiva.Tests.Support;

/// <summary>Records that are right in every way; a test changes the one thing that it is about.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 3, 2);
    public static readonly Actor Finance = new(new PersonId(Guid.Parse("7c1f4a52-0d3e-4b6a-9a55-000000000001")), "Femke de Boer");
    public static readonly Address Office = new("Keizersgracht 12", "1015 CR", "Amsterdam", "NL");

    public static Account Customer(string name = "De Vries Techniek B.V.", string? vatId = "NL004495445B01", Address? address = null) =>
        Metiva
            .Domain.Accounts.Account.Create(
                new AccountDetails(
                    name,
                    KvkNumber.Parse("12345678").Value,
                    vatId is null ? null : VatId.Parse(vatId).Value,
                    address ?? Office,
                    "info@devries.example",
                    "020 123 45 67"
                ),
                Finance,
                At
            )
            .Value;

    public static InvoiceLine Line(decimal price, decimal quantity = 1, VatRate? vat = null) =>
        new("Onderhoud website", Quantity.Of(quantity), "uur", UnitPrice.Of(price), vat ?? VatRate.High);

    public static InvoiceContent Content(params InvoiceLine[] lines) =>
        new(Today, 30, "PO 4711", lines.Length == 0 ? [Line(95, 4)] : lines);

    public static Invoice Draft(Account account, params InvoiceLine[] lines) => Invoice.Draft(account, Content(lines), Finance, At).Value;

    public static Invoice InReview(Account account, params InvoiceLine[] lines)
    {
        var invoice = Draft(account, lines);
        Must(invoice.Submit(Finance, At));
        return invoice;
    }

    public static Invoice Issued(Account account, NumberSeries series, params InvoiceLine[] lines)
    {
        var invoice = InReview(account, lines);
        Must(invoice.Issue(series, account, Today, Finance, At));
        return invoice;
    }

    public static NumberSeries Series(string name = "2026") => NumberSeries.Start(name).Value;

    /// <summary>Fails the test when a step that it builds on is refused.</summary>
    public static void Must(Result result) => Xunit.Assert.Null(result.Error);
}
