using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Keeps how the person themselves wants to be told at this company, and in which language.</summary>
public sealed class ChangeNotificationWishes(TenantScope scope, CompanyDatabase database)
{
    /// <summary>How often by mail, and which kinds not at all. A kind that there is not is refused.</summary>
    public sealed record Command(DigestPace Digest, IReadOnlyList<string> Muted);

    /// <summary>Does it; gives what is kept now.</summary>
    public async Task<Result<NotificationWishes>> Run(Command command, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Profile.Edit) is { } denied)
        {
            return denied;
        }

        if (!Enum.IsDefined(command.Digest) || command.Muted.Any(kind => NotificationKinds.Find(kind) is null))
        {
            return new InvalidField(nameof(command.Muted), "range");
        }

        var me = tenant.PersonId;
        var language = CultureInfo.CurrentUICulture.Name;
        string[] muted = [.. command.Muted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return await database.WriteAsync<NotificationWishes>(
            async (write, token) =>
            {
                var wishes = await write.Data.NotificationPreferences.SingleOrDefaultAsync(row => row.PersonId == me, token);
                if (wishes is null)
                {
                    wishes = new NotificationPreference { PersonId = me };
                    write.Data.NotificationPreferences.Add(wishes);
                }

                (wishes.Digest, wishes.Muted, wishes.Language) = (command.Digest, string.Join(' ', muted), language);
                return new NotificationWishes(command.Digest, muted);
            },
            cancellationToken
        );
    }
}
