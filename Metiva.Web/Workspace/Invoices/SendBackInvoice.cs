using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Sends an invoice back from review to its writer, with the reason.</summary>
public sealed class SendBackInvoice(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Which invoice, the version that the person saw, and why.</summary>
    public sealed record Command(Guid Id, long Version, string? Reason);

    /// <summary>Does it; gives the new version.</summary>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Invoices.Issue) is { } denied)
        {
            return denied;
        }

        return await database.WriteAsync<long>(
            async (write, token) =>
            {
                var loaded = await write.LoadAsync(command.Id, command.Version, Permissions.Invoices.Issue, token);
                if (!loaded.Ok)
                {
                    return loaded.Error!;
                }

                var invoice = loaded.Value;
                var before = invoice.State;
                if (invoice.SendBack(command.Reason, write.Actor(), write.Now).Error is { } refusal)
                {
                    return refusal;
                }

                await write.NotifyAsync(
                    NotificationKinds.InvoiceSentBack,
                    invoice.Id,
                    new
                    {
                        By = write.Tenant.PersonName,
                        Customer = invoice.CustomerName,
                        Reason = invoice.ReviewNote,
                    },
                    invoice.CreatedBy,
                    token
                );
                write.Audit("invoices.sent-back", invoice, before, new { State = invoice.State.ToString(), Reason = invoice.ReviewNote });
                return invoice.Version;
            },
            cancellationToken
        );
    }
}
