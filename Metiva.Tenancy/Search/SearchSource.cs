using Metiva.Domain.Accounts;
using Metiva.Domain.Contracts;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Projects;

namespace Metiva.Tenancy.Search;

/// <summary>What records of each kind are found by: the one declaration.</summary>
/// <param name="Type">One of <see cref="SearchTypes"/>.</param>
/// <param name="Id">Which record.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Text">What else it is found by.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Assignee">Who looks after it.</param>
/// <param name="Published">Whether a client may find it: just when the portal shows it.</param>
internal sealed record SearchSource(string Type, Guid Id, string Title, string Text, PersonId? Owner, PersonId? Assignee, bool Published)
{
    /// <summary>Stands between the parts of a title.</summary>
    internal const string Between = " · ";

    /// <summary>The declaration of a record; null for what is not searched.</summary>
    /// <param name="record">An entity of the company's model.</param>
    /// <param name="lines">What an invoice's lines say; asked for invoices only.</param>
    internal static SearchSource? Of(object record, IEnumerable<string>? lines) =>
        record switch
        {
            Account account => new(
                SearchTypes.Account,
                account.Id,
                account.Name,
                Lines(
                    account.KvkNumber?.Text,
                    account.VatId?.Text,
                    account.Email,
                    account.Phone,
                    account.Address.Street,
                    account.Address.PostalCode,
                    account.Address.City
                ),
                account.CreatedBy,
                account.AssignedTo,
                Published: false
            ),
            // A contact is nobody's own, so that a grant on one's own records never reaches it.
            Contact contact => new(
                SearchTypes.Contact,
                contact.Id,
                contact.Name,
                Lines(contact.JobTitle, contact.Email, contact.Phone),
                null,
                null,
                Published: false
            ),
            Invoice invoice => new(
                SearchTypes.Invoice,
                invoice.Id,
                invoice.Number is { } number ? number + Between + invoice.CustomerName : invoice.CustomerName,
                Lines([invoice.Reference, .. lines ?? []]),
                invoice.CreatedBy,
                invoice.AssignedTo,
                invoice.PublishedAt is not null && invoice.State is not (InvoiceState.Draft or InvoiceState.InReview)
            ),
            Contract contract => new(
                SearchTypes.Contract,
                contract.Id,
                contract.Title,
                contract.Body,
                contract.CreatedBy,
                contract.AssignedTo,
                contract.PublishedAt is not null && contract.State is (ContractState.Pending or ContractState.Completed)
            ),
            Project project => new(
                SearchTypes.Project,
                project.Id,
                project.Name,
                project.Description ?? "",
                project.CreatedBy,
                project.AssignedTo,
                project.PublishedAt is not null && project.AccountId is not null && project.Kind != ProjectKind.Internal
            ),
            _ => null,
        };

    /// <summary>Writes it over what stood there.</summary>
    internal void Fill(SearchEntry entry)
    {
        entry.Title = Title.Length > SearchEntry.TitleLength ? Title[..SearchEntry.TitleLength] : Title;
        entry.Text = Text;
        entry.OwnerId = Owner;
        entry.AssigneeId = Assignee;
        entry.Published = Published;
        entry.Words = SearchWords.Fold(Title, Text);
    }

    private static string Lines(params IEnumerable<string?> parts) => string.Join('\n', parts.Where(part => !string.IsNullOrEmpty(part)));
}
