using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;

namespace Metiva.Web.Workspace.Invoices;

/// <summary>Hands a draft over for review.</summary>
public sealed class SubmitInvoice(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Which draft, and the version that the person saw.</summary>
    public sealed record Command(Guid Id, long Version);

    /// <summary>Does it; gives the new version.</summary>
    public async Task<Result<long>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Invoices.Edit) is { } denied)
        {
            return denied;
        }

        return await database.WriteAsync<long>(
            async (write, token) =>
            {
                var loaded = await write.LoadAsync(command.Id, command.Version, Permissions.Invoices.Edit, token);
                if (!loaded.Ok)
                {
                    return loaded.Error!;
                }

                var invoice = loaded.Value;
                var before = invoice.State;
                if (invoice.Submit(write.Actor(), write.Now).Error is { } refusal)
                {
                    return refusal;
                }

                await write.NotifyAllAsync(
                    NotificationKinds.InvoiceSubmitted,
                    invoice.Id,
                    new
                    {
                        By = write.Tenant.PersonName,
                        Customer = invoice.CustomerName,
                        Total = invoice.Total.Cents,
                    },
                    token
                );
                write.Audit("invoices.submitted", invoice, before, new { State = invoice.State.ToString() });
                return invoice.Version;
            },
            cancellationToken
        );
    }
}
