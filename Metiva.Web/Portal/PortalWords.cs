using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Projects;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Portal;

/// <summary>States and rates in the client's words, which are milder than those of the staff.</summary>
internal static class PortalWords
{
    public static string StateOf(this IStringLocalizer<PortalTexts> texts, InvoiceState state, bool overdue) =>
        texts["Invoices.State." + (overdue ? "Overdue" : state.ToString())];

    public static Tone ToneOf(InvoiceState state, bool overdue) =>
        (state, overdue) switch
        {
            (_, true) => Tone.Bad,
            (InvoiceState.Issued or InvoiceState.PartiallyPaid, _) => Tone.Warning,
            (InvoiceState.Paid, _) => Tone.Good,
            _ => Tone.Neutral,
        };

    public static Tone ToneOf(ContractState state) => state == ContractState.Pending ? Tone.Warning : Tone.Good;

    public static Tone ToneOf(ProjectState state) =>
        state switch
        {
            ProjectState.Active => Tone.Info,
            ProjectState.Completed => Tone.Good,
            ProjectState.OnHold => Tone.Warning,
            _ => Tone.Neutral,
        };

    public static string RateOf(this IStringLocalizer<PortalTexts> texts, VatRate rate) =>
        rate.Category switch
        {
            VatCategory.Exempt => texts["Vat.Exempt"],
            VatCategory.ReverseCharge => texts["Vat.ReverseCharge"],
            _ => Format.Percent(rate.Percent / 100m),
        };
}
