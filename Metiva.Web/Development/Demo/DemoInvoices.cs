using Metiva.Domain.Accounts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;

namespace Metiva.Web.Development.Demo;

/// <summary>Two years of invoices, each taken through its life by the domain's own methods.</summary>
internal sealed class DemoInvoices(DemoWorld world)
{
    private const int Days = 730;
    private const int Drafts = 10;
    private const int InReview = 11;

    private readonly DemoRandom random = world.Stream("invoices");
    private readonly Dictionary<int, NumberSeries> series = [];
    private readonly DemoPayments payments = new(world);

    /// <summary>The invoices, and the series that their numbers came from.</summary>
    public IEnumerable<object> Make()
    {
        var invoices = IssueDays().Select(Issued).Concat(Enumerable.Range(0, Drafts + InReview).Select(Unissued)).ToList();
        return [.. series.Values, .. invoices];
    }

    private static bool IsWorkday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>In order, since numbers follow dates; the last month has at least a few for every state.</summary>
    private IEnumerable<DateOnly> IssueDays()
    {
        var workdays = Enumerable.Range(1, Days).Select(back => world.Today.AddDays(-back)).Where(IsWorkday).ToList();
        var recent = workdays.Where(day => day > world.Today.AddDays(-40)).ToList();
        return Enumerable.Range(0, world.Trade.Invoices).Select(index => random.Pick(index % 8 == 0 ? recent : workdays)).Order();
    }

    private Invoice Issued(DateOnly on, int index)
    {
        var account = random.PickRegular(world.Accounts);
        var invoice = Draft(account, on, submittedBefore: on);
        var minute = index % 60;
        invoice.Issue(SeriesOf(on), account, on, world.Finance, world.At(on, 11, minute)).Demand();
        payments.Book(invoice, index);
        return invoice;
    }

    private Invoice Unissued(int index)
    {
        var day = world.Today.AddDays(-random.Between(1, 12));
        return Draft(random.PickRegular(world.Accounts), day, index < InReview ? day : null, sentBack: index % 5 == 2);
    }

    /// <summary>A draft of some days before, submitted when <paramref name="submittedBefore"/> says so; now and then twice.</summary>
    private Invoice Draft(Account account, DateOnly day, DateOnly? submittedBefore, bool sentBack = false)
    {
        var written = day.AddDays(-random.Between(1, 3));
        var invoice = Invoice.Draft(account, Content(written), world.AccountManager, world.At(written, 9, random.Between(0, 59))).Value;
        invoice.AssignTo(random.Chance(75) ? world.AccountManager.Id : world.Delivery.Id);
        if (sentBack || random.Chance(6))
        {
            invoice.Submit(world.AccountManager, world.At(written, 13)).Demand();
            invoice.SendBack(random.Pick(Reasons), world.Finance, world.At(written, 15)).Demand();
        }

        if (submittedBefore is not null)
        {
            invoice.Submit(world.AccountManager, world.At(written, 16, random.Between(0, 59))).Demand();
        }

        return invoice;
    }

    private InvoiceContent Content(DateOnly day)
    {
        var products = random.Shuffle(world.Trade.Products).Take(random.Between(1, 5));
        var lines = products.Select(Line).ToList();
        if (random.Chance(7))
        {
            lines.Add(new InvoiceLine("Korting vaste klant", Quantity.Of(-1), "stuk", Discount(lines[0]), lines[0].Vat));
        }

        return new InvoiceContent(
            day.AddDays(-random.Between(0, 9)),
            random.Pick(new[] { 14, 14, 30, 30, 30 }),
            random.Chance(40) ? $"PO-{random.Digits(5)}" : null,
            lines
        );
    }

    private InvoiceLine Line(DemoProduct product)
    {
        var quantity = Quantity.Of(random.Between(1, product.Most));
        if (product.Unit == "uur" && random.Chance(50))
        {
            quantity = Quantity.Of(quantity.Value + (random.Between(1, 3) * 0.25m));
        }

        return new InvoiceLine(product.Name, quantity, product.Unit, Cents(random.Between(product.Low, product.High)), product.Vat);
    }

    // Five per cent of the first line, in whole cents.
    private static UnitPrice Discount(InvoiceLine line) => UnitPrice.Of(Money.Of(line.Net.Amount * 0.05m).Amount);

    private static UnitPrice Cents(int cents) => UnitPrice.Of(cents / 100m);

    private NumberSeries SeriesOf(DateOnly day)
    {
        if (!series.TryGetValue(day.Year, out var found))
        {
            found = NumberSeries.Start(day.Year.ToString(System.Globalization.CultureInfo.InvariantCulture)).Value;
            series.Add(day.Year, found);
        }

        return found;
    }

    private static readonly string[] Reasons =
    [
        "Inkoopnummer van de klant ontbreekt, graag navragen.",
        "Uren komen niet overeen met de urenstaat van deze week.",
        "Verkeerd btw-tarief op de tweede regel.",
        "Leverdatum klopt niet met de pakbon.",
    ];
}
