using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Somebody else was first: who it was, what they did, and where the invoice is now.</summary>
public sealed record InvoiceChanged(InvoiceState State, InvoiceEventKind Last, string By, DateTimeOffset At)
    : Error("invoices.changed", $"{By} was first: the invoice is now {State}. Look at what is new and decide again.")
{
    /// <inheritdoc/>
    public override IReadOnlyList<object> Arguments => [By, State];
}

/// <summary>How commands take an invoice into their hands.</summary>
internal static class InvoiceLoading
{
    /// <summary>
    /// The invoice with lines and history; <see cref="NotFound"/> when the grant does not reach it, <see cref="InvoiceChanged"/> when
    /// it is not the version that the person saw.
    /// </summary>
    public static async Task<Result<Invoice>> LoadAsync(
        this CompanyWrite write,
        Guid id,
        long version,
        Permission permission,
        CancellationToken cancellationToken
    )
    {
        PersonId me = write.Tenant.PersonId;
        var invoices = write.Tenant.ScopeOf(permission) switch
        {
            Scope.All => write.Data.Invoices,
            Scope.Own => write.Data.Invoices.Where(row => row.CreatedBy == me || row.AssignedTo == me),
            _ => null,
        };
        if (
            invoices is null
            || await invoices
                .Include(row => row.Lines)
                .Include(row => row.History)
                .AsSplitQuery()
                .SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                is not { } invoice
        )
        {
            return new NotFound();
        }

        return invoice.Version == version ? invoice
            : invoice.History.LastOrDefault() is { } last ? new InvoiceChanged(invoice.State, last.Kind, last.PersonName, last.At)
            : new ChangedMeanwhile();
    }

    /// <summary>Who acts, as history keeps it.</summary>
    public static Actor Actor(this CompanyWrite write) => new(write.Tenant.PersonId, write.Tenant.PersonName);

    /// <summary>Writes the audit record of a step in an invoice's life.</summary>
    public static void Audit(this CompanyWrite write, string action, Invoice invoice, InvoiceState before, object after) =>
        write.Audit(
            action,
            nameof(Invoice),
            invoice.Id.ToString("D"),
            $"{invoice.Number ?? "Draft"}, {Personal.OfAccount(invoice.AccountId, invoice.CustomerName)}, EUR {invoice.Total}",
            new { State = before.ToString() },
            after
        );
}
