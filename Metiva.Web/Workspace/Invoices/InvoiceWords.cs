using System.Globalization;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>How invoices are put into words and colours.</summary>
internal static class InvoiceWords
{
    public static string StateName(this IStringLocalizer<InvoicesTexts> texts, InvoiceState state) => texts[$"State.{state}"];

    public static string VatName(this IStringLocalizer<InvoicesTexts> texts, VatRate rate) =>
        rate.Category == VatCategory.Standard ? Format.Percent(rate.Percent / 100m) : texts[$"Vat.{rate.Category}"];

    public static Tone ToneOf(InvoiceState state, bool overdue) =>
        overdue
            ? Tone.Bad
            : state switch
            {
                InvoiceState.Paid => Tone.Good,
                InvoiceState.InReview or InvoiceState.Issued => Tone.Info,
                InvoiceState.PartiallyPaid => Tone.Warning,
                InvoiceState.Uncollectible => Tone.Bad,
                _ => Tone.Neutral,
            };

    /// <summary>An event of the history, for people.</summary>
    public static HistoryEntry Entry(this IStringLocalizer<InvoicesTexts> texts, InvoiceEventRow entry) =>
        new(
            entry.At,
            entry.PersonName,
            texts[$"Event.{entry.Kind}"],
            entry.Kind == InvoiceEventKind.PaymentRegistered
            && decimal.TryParse(entry.Note, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
                ? Format.Money(Money.Of(amount))
                : entry.Note,
            entry.Kind switch
            {
                InvoiceEventKind.Issued or InvoiceEventKind.PaymentRegistered => Tone.Good,
                InvoiceEventKind.SentBack => Tone.Warning,
                InvoiceEventKind.Cancelled or InvoiceEventKind.WrittenOff => Tone.Bad,
                _ => Tone.Neutral,
            }
        );

    /// <summary>Who was first and what the invoice is now.</summary>
    public static string ChangedBy(this IStringLocalizer<InvoicesTexts> texts, InvoiceChanged changed) =>
        texts["Changed", changed.By, Format.Moment(changed.At), texts[$"Event.{changed.Last}"], texts.StateName(changed.State)];
}
