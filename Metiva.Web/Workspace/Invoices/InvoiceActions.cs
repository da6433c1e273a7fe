using Metiva.Domain.Shared;
using Metiva.Web.Ui;
using Microsoft.Extensions.Localization;
using Radzen;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>The invoice that a person looks at, at the version that they see.</summary>
public sealed record InvoiceSubject(Guid Id, long Version, string Customer, Money Total)
{
    /// <summary>From what a page shows.</summary>
    public static InvoiceSubject Of(InvoiceDetail invoice) =>
        new(invoice.Header.Id, invoice.Header.Version, invoice.Header.BilledName, invoice.Header.Total);
}

/// <summary>How an action ended for the page: whether it was done, and who was first when somebody was.</summary>
public readonly record struct ActionOutcome(bool Done, Error? Error)
{
    /// <summary>Who was first, and what the invoice is now.</summary>
    public InvoiceChanged? Changed => Error as InvoiceChanged;

    /// <summary>Whether what the page shows is out of date.</summary>
    public bool IsNew => Done || Error is not null;
}

/// <summary>What people do with an invoice from a page: asks where it cannot be undone, runs the command, says how it ended.</summary>
public sealed class InvoiceActions(
    SubmitInvoice submit,
    IssueInvoice issue,
    SendBackInvoice sendBack,
    CommandRunner runner,
    DialogService dialogs,
    IStringLocalizer<InvoicesTexts> texts
)
{
    /// <summary>Draft to review.</summary>
    public Task<ActionOutcome> SubmitAsync(InvoiceSubject invoice) =>
        Run(token => submit.Run(new(invoice.Id, invoice.Version), token), _ => texts["Submit.Done", invoice.Customer]);

    /// <summary>Review to issued, after a confirmation: a number that was given is given for good.</summary>
    public async Task<ActionOutcome> IssueAsync(InvoiceSubject invoice)
    {
        var question = texts["Issue.Question", invoice.Customer, Format.Money(invoice.Total)];
        return await dialogs.AskAsync(texts["Issue"], question, texts["Issue"])
            ? await Run(
                token => issue.Run(new(invoice.Id, invoice.Version), token),
                number => texts["Issue.Done", number, invoice.Customer]
            )
            : default;
    }

    /// <summary>Review back to draft, with the reason that the dialog asks for.</summary>
    public async Task<ActionOutcome> SendBackAsync(InvoiceSubject invoice)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(SendBackDialog.Customer)] = invoice.Customer };
        object? reason = await dialogs.OpenAsync<SendBackDialog>(texts["SendBack"], parameters!, Dialogs.Options());
        return reason is string text
            ? await Run(token => sendBack.Run(new(invoice.Id, invoice.Version, text), token), _ => texts["SendBack.Done", invoice.Customer])
            : default;
    }

    private async Task<ActionOutcome> Run<T>(Func<CancellationToken, Task<Result<T>>> command, Func<T, string> done)
    {
        var result = await runner.RunAsync(command, done, CancellationToken.None);
        return new ActionOutcome(result.Ok, result.Error);
    }
}
