using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Mails an invoice that was issued to its customer: what is asked for, how to pay it, a note, and files of the company.</summary>
public sealed class MailInvoice
{
    private readonly TenantScope scope;
    private readonly CompanyDatabase database;
    private readonly MailOutbox outbox;
    private readonly MailComposer composer;
    private readonly MailLinks links;

    internal MailInvoice(TenantScope scope, CompanyDatabase database, MailOutbox outbox, MailComposer composer, MailLinks links)
    {
        this.scope = scope;
        this.database = database;
        this.outbox = outbox;
        this.composer = composer;
        this.links = links;
    }

    /// <summary>What to mail.</summary>
    /// <param name="Id">The invoice.</param>
    /// <param name="To">The address it goes to.</param>
    /// <param name="Language"><c>nl</c> or <c>en</c>.</param>
    /// <param name="Note">What is said beside the invoice's own facts.</param>
    /// <param name="Files">Files that go with it.</param>
    /// <param name="BaseAddress">The address under which the sender sees this installation.</param>
    public sealed record Command(Guid Id, string? To, string Language, string? Note, IReadOnlyList<Guid> Files, string BaseAddress);

    /// <summary>Does it; gives the mail's key.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Invoices.Issue) is { } denied)
        {
            return denied;
        }

        if (Limits.Check("note", command.Note, Limits.Note, required: false) is { } tooLong)
        {
            return tooLong;
        }

        if (MailAddress.TryParse(command.To?.Trim()) is not { } to)
        {
            return new InvalidField("to", string.IsNullOrWhiteSpace(command.To) ? "required" : "format");
        }

        var signature = await composer.SignatureAsync(cancellationToken);
        return await database.WriteAsync<Guid>((write, token) => MailAsync(write, command, to, signature, token), cancellationToken);
    }

    private async Task<Result<Guid>> MailAsync(
        CompanyWrite write,
        Command command,
        MailAddress to,
        string signature,
        CancellationToken cancellationToken
    )
    {
        var invoice = await write.Data.Invoices.SingleOrDefaultAsync(row => row.Id == command.Id, cancellationToken);
        if (invoice is null)
        {
            return new NotFound();
        }

        if (invoice.Number is null || invoice.State is InvoiceState.Cancelled or InvoiceState.Uncollectible)
        {
            return new InvoiceNotToMail();
        }

        var files = await FilesAsync(write, command.Files, cancellationToken);
        if (!files.Ok)
        {
            return files.Error!;
        }

        var contact = await write
            .Data.Contacts.Where(row => row.AccountId == invoice.AccountId && row.Email == to.Address)
            .OrderBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var seller = await write.Data.Profile.SingleOrDefaultAsync(cancellationToken);
        var draft = composer.Compose(
            MailKinds.Invoice,
            MailAddress.TryParse(to.Address, contact?.Name ?? invoice.CustomerName) ?? to,
            command.Language,
            texts => Letter(texts, signature, command, invoice, seller, contact?.Name)
        );
        var mail = outbox.Queue(write, draft with { EntityType = nameof(Invoice), EntityId = invoice.Id, Files = files.Value });
        var address = contact is null ? Personal.OfAccount(invoice.AccountId, to.Address) : Personal.OfContact(contact.Id, to.Address);
        write.Audit(
            "invoices.mailed",
            nameof(Invoice),
            invoice.Id.ToString("D"),
            $"{invoice.Number}, to {address}",
            after: new
            {
                To = address,
                Mail = mail.Id,
                Files = files.Value.Select(file => file.Name),
            }
        );
        return mail.Id;
    }

    private MailLetter Letter(
        IStringLocalizer<MailTemplateTexts> texts,
        string signature,
        Command command,
        Invoice invoice,
        CompanyProfile? seller,
        string? name
    )
    {
        List<string> paragraphs =
        [
            name is null ? texts["Invoice.Hello"] : texts["Invoice.HelloTo", name],
            texts["Invoice.Text", invoice.Number!, Format.Date(invoice.IssueDate!.Value)],
        ];
        if (Limits.Clean(command.Note) is { } note)
        {
            paragraphs.Add(note);
        }

        List<(string, string)> facts =
        [
            (texts["Invoice.Total"], Format.Money(invoice.Total)),
            (texts["Invoice.Open"], Format.Money(invoice.OpenBalance)),
            (texts["Invoice.Due"], Format.Date(invoice.DueDate!.Value)),
        ];
        if (seller?.Iban is { } iban && invoice.OpenBalance > Money.Zero)
        {
            facts.Add((texts["Invoice.Iban"], iban.Grouped()));
            facts.Add((texts["Invoice.InTheNameOf"], seller.LegalName));
            facts.Add(
                (
                    texts["Invoice.Reference"],
                    CreditorReference.For(invoice.Number!) is { Ok: true } made ? made.Value.Grouped() : invoice.Number!
                )
            );
        }

        return new MailLetter(texts["Invoice.Subject", invoice.Number!, seller?.LegalName ?? scope.Context.CompanyName], paragraphs)
        {
            Facts = facts,
            Action =
                invoice.PublishedAt is not null && links.To($"portal/invoices/{invoice.Id:D}", command.BaseAddress) is { } link
                    ? (texts["Invoice.Action"], link.AbsoluteUri)
                    : null,
            Signature = signature,
        };
    }

    /// <summary>The files that were chosen, of those that the sender may read themselves.</summary>
    private async Task<Result<IReadOnlyList<StoredFile>>> FilesAsync(
        CompanyWrite write,
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
        {
            return Array.Empty<StoredFile>();
        }

        var (me, reach) = (write.Tenant.PersonId, write.Tenant.ScopeOf(Permissions.Files.Read));
        if (reach <= Scope.Published)
        {
            return new PermissionDenied(Permissions.Files.Read.Name);
        }

        var files = await write
            .Data.StoredFiles.Where(file => ids.Contains(file.Id) && file.RemovedAt == null && (reach == Scope.All || file.CreatedBy == me))
            .OrderBy(file => file.Name)
            .ToListAsync(cancellationToken);
        return files.Count != ids.Distinct().Count() ? new NotFound()
            : files.Sum(file => file.Size) > outbox.MostAttached ? new FilesTooLargeToMail(outbox.MostAttached / (1024 * 1024))
            : files;
    }
}

/// <summary>It has no number yet, or nothing is asked for with it any more.</summary>
public sealed record InvoiceNotToMail() : Error("invoices.not-to-mail", "Only an invoice that was issued and still stands can be mailed.");

/// <summary>The files together are larger than one mail may be.</summary>
/// <param name="Megabytes">How much they may be.</param>
public sealed record FilesTooLargeToMail(long Megabytes)
    : Error("invoices.files-too-large", $"The files together are larger than the {Megabytes} MB that go with one mail.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [Megabytes];
}
