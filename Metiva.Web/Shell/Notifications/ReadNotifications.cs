using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Marks a person's own notifications as read: one, or all of them. Whose they are is never asked for.</summary>
public sealed class ReadNotifications(TenantScope scope, CompanyDatabase database, NotificationSignals signals)
{
    /// <summary>Which one; null for all. Another person's is left as it is, as one that is not there.</summary>
    public sealed record Command(Guid? Id);

    /// <summary>Does it; gives how many were unread.</summary>
    public async Task<Result<int>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Profile.Edit) is { } denied)
        {
            return denied;
        }

        string[] kinds = [.. NotificationKinds.For(tenant).Select(kind => kind.Name)];
        var me = tenant.PersonId;
        var result = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var mine = write.Data.Notifications.Where(row => row.PersonId == me && row.ReadAt == null && kinds.Contains(row.Kind));
                DateTimeOffset? now = write.Now;
                return await (command.Id is { } id ? mine.Where(row => row.Id == id) : mine).ExecuteUpdateAsync(
                    row => row.SetProperty(notification => notification.ReadAt, now),
                    token
                );
            },
            cancellationToken
        );
        if (result is { Ok: true, Value: > 0 })
        {
            signals.Wake(tenant);
        }

        return result;
    }
}
