using System.Globalization;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// The nightly round of a company's mail: what was queued while there was no mail server is asked for, what nothing sends any more
/// is settled, and what is long over is taken out of the log.
/// </summary>
internal sealed class ReleaseMailWork(CompanyDatabase database, MailOutbox outbox) : IWorkHandler
{
    internal const string Name = "mail.release";
    private const int Together = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public string Kind => Name;

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        for (int? skip = 0; skip is { } first; )
        {
            skip = await LookAsync(first, cancellationToken);
        }

        for (var gone = Together; gone == Together; )
        {
            gone = await PruneAsync(run, cancellationToken);
        }
    }

    /// <summary>
    /// Looks at the mails that are not over, some at a time: each has work that sends it, or gets what becomes of it now. Gives how many
    /// come before the next ones; null when there are none.
    /// </summary>
    private async Task<int?> LookAsync(int skip, CancellationToken cancellationToken)
    {
        var looked = await database.WriteAsync<Looked>(
            async (write, token) =>
            {
                var open = await write
                    .Data.Mails.Where(mail => mail.State == MailState.Waiting || mail.State == MailState.Sending)
                    .OrderBy(mail => mail.CreatedAt)
                    .ThenBy(mail => mail.Id)
                    .Skip(skip)
                    .Take(Together)
                    .ToListAsync(token);
                var work = await MailOutbox.WorkOfAsync(write, open.Select(mail => mail.Id), token);
                var settled = 0;
                foreach (var mail in open)
                {
                    if (mail.Asked ? work.Contains(mail.Id) : !outbox.Sends)
                    {
                        continue;
                    }

                    mail.Version++;
                    settled += await SettleAsync(write, mail, token) ? 1 : 0;
                }

                return new Looked(open.Count, settled);
            },
            cancellationToken
        );

        // Somebody sent one of them meanwhile; the next attempt looks anew.
        var (found, over) = looked.Ok ? looked.Value : throw new InvalidOperationException(looked.Error!.Code);
        return found < Together ? null : skip + found - over;
    }

    /// <summary>What becomes of a mail that nothing sends. Whether it is over with that.</summary>
    private static async Task<bool> SettleAsync(CompanyWrite write, OutgoingMail mail, CancellationToken cancellationToken)
    {
        switch (mail)
        {
            case { State: MailState.Sending }:
                await MailEnding.UnknownAsync(write, mail, cancellationToken);
                return true;
            case { Asked: false }:
                MailOutbox.Ask(write, mail);
                return false;
            default:
                // Its job was called off, or given up.
                await MailEnding.FailAsync(write, mail, "mail.called-off", cancellationToken);
                return true;
        }
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

    private sealed record Looked(int Found, int Settled);
}
