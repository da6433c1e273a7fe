using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Settings;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Settings;
using Metiva.Web.Shell.Mailing;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Queues the mails with unread notifications that are due at a company, and marks what is in them, in one transaction.</summary>
public sealed class NotificationDigestHandler(
    CompanyDatabase database,
    NotificationDigest digest,
    CompanyMembers members,
    CompanySettings settings,
    MailComposer composer,
    MailOutbox outbox
) : IWorkHandler
{
    /// <summary>The <see cref="Kind"/>.</summary>
    public const string KindName = MailKinds.Digest;

    /// <summary>When: before the working day, by the clock of the Netherlands.</summary>
    public const string Cron = "0 0 7 * * ?";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyCollection<Permission> Needs => [Permissions.Members.Read];

    /// <inheritdoc/>
    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        if (!outbox.Sends)
        {
            // Nothing is marked: it is in the first mail that goes somewhere.
            return;
        }

        var addresses = await members.AddressesAsync(cancellationToken);
        if (addresses.Error is { } denied)
        {
            throw new InvalidOperationException(denied.Code);
        }

        var signature = await composer.SignatureAsync(cancellationToken);
        var general = await settings.GetAsync<GeneralSettings>(cancellationToken);
        var result = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var mails = await digest.ComposeAsync(write, addresses.Value, general.Language, signature, token);
                foreach (var mail in mails)
                {
                    outbox.Queue(write, mail);
                }

                write.Audit(
                    "notifications.digested",
                    "Company",
                    write.Tenant.CompanyId.ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"{mails.Count} mails with unread notifications")
                );
                run.Complete(write);
                return mails.Count;
            },
            cancellationToken
        );
        if (result.Error is { } refusal)
        {
            throw new InvalidOperationException(refusal.Code);
        }
    }
}
