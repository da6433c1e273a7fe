using System.Globalization;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// The nightly round of a company's mail: what was queued while there was no mail server is asked for, and what is long over is taken out
/// of the log.
/// </summary>
internal sealed class ReleaseMailWork(CompanyDatabase database, MailOutbox outbox) : IWorkHandler
{
    internal const string Name = "mail.release";
    private const int Together = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public string Kind => Name;

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        for (var done = Together; done == Together; )
        {
            done = await ReleaseAsync(cancellationToken);
        }

        for (var gone = Together; gone == Together; )
        {
            gone = await PruneAsync(run, cancellationToken);
        }
    }

    private async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!outbox.Sends)
        {
            return 0;
        }

        var released = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var waiting = await write
                    .Data.Mails.Where(mail => mail.State == MailState.Waiting && !mail.Asked)
                    .OrderBy(mail => mail.CreatedAt)
                    .Take(Together)
                    .ToListAsync(token);
                foreach (var mail in waiting)
                {
                    mail.Version++;
                    MailOutbox.Ask(write, mail);
                }

                return waiting.Count;
            },
            cancellationToken
        );

        // Somebody sent one of them meanwhile; the next attempt looks anew.
        return released.Ok ? released.Value : throw new InvalidOperationException(released.Error!.Code);
    }

    private async Task<int> PruneAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var pruned = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var before = write.Now - Kept;
                var old = await write
                    .Data.Mails.Where(mail => mail.CreatedAt < before && mail.State != MailState.Waiting && mail.State != MailState.Sending)
                    .OrderBy(mail => mail.CreatedAt)
                    .Select(mail => mail.Id)
                    .Take(Together)
                    .ToListAsync(token);
                if (old.Count == 0)
                {
                    return 0;
                }

                await write.Data.MailAttachments.Where(file => old.Contains(file.MailId)).ExecuteDeleteAsync(token);
                await write.Data.MailAttempts.Where(attempt => old.Contains(attempt.MailId)).ExecuteDeleteAsync(token);
                await write.Data.Mails.Where(mail => old.Contains(mail.Id)).ExecuteDeleteAsync(token);
                write.Audit(
                    "mail.pruned",
                    "Work",
                    run.ItemId.ToString(),
                    string.Create(CultureInfo.InvariantCulture, $"{old.Count} mails older than a year"),
                    after: new { Mails = old.Count }
                );
                return old.Count;
            },
            cancellationToken
        );
        return pruned.Ok ? pruned.Value : throw new InvalidOperationException(pruned.Error!.Code);
    }
}
