using System.Globalization;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;

namespace Metiva.Web.Shell.Notifications;

/// <summary>Where finished mails go, in the transaction that made them. Without it no mail is made and nothing is marked.</summary>
public sealed class DigestDelivery
{
    /// <summary>Takes one mail; what it writes goes in with the rest.</summary>
    public Func<CompanyWrite, DigestMail, CancellationToken, Task>? Deliver { get; set; }
}

/// <summary>Sends the mails with unread notifications that are due at a company.</summary>
public sealed class NotificationDigestHandler(CompanyDatabase database, NotificationDigest digest, DigestDelivery delivery) : IWorkHandler
{
    /// <summary>The <see cref="Kind"/>.</summary>
    public const string KindName = "notifications.digest";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var deliver = delivery.Deliver ?? throw new WorkRefusedException("notifications.no-mail");
        var result = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var mails = await digest.ComposeAsync(write, token);
                foreach (var mail in mails)
                {
                    await deliver(write, mail, token);
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
