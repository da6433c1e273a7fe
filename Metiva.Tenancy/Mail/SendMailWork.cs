using System.Security.Cryptography;
using System.Text.Json;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail.Smtp;
using Metiva.Tenancy.Settings;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// Sends one mail. Before its first byte goes out the mail is marked as on its way, in a transaction of its own; whoever finds it so
/// later knows that somebody died or lost the line with it, and does not send it once more: an invoice that comes twice is worse than one
/// that a person sends again.
/// </summary>
internal sealed class SendMailWork(
    TenantScope scope,
    CompanyDatabase database,
    CompanySettings settings,
    CompanyFiles files,
    MailOutbox outbox,
    MailDelivery delivery,
    BounceAddresses bounces,
    TenancyOptions options
) : IWorkHandler
{
    internal const string Name = "mail.send";

    public string Kind => Name;

    // The mail itself says when it was tried often enough.
    public int MostFailures => 200;

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var id = JsonSerializer.Deserialize<Ids>(run.Payload, JsonSerializerOptions.Web)!.Mail;
        var end = new MailEnding(database, run, id, options.Mail.MostTries);
        try
        {
            await SendAsync(run, id, end, cancellationToken);
        }
        catch (Exception exception)
            when (!end.HasBegun && exception is (CryptographicException or FileDamagedException or EndOfStreamException))
        {
            // The key ring that its secret was encrypted with is not there any more, or a file is not what was attached.
            await end.FailAsync("mail.not-readable", cancellationToken);
        }
    }

    private async Task SendAsync(WorkRun run, Guid id, MailEnding end, CancellationToken cancellationToken)
    {
        if (await LoadAsync(run, id, cancellationToken) is not { Mail: { } mail } loaded)
        {
            return;
        }

        var sender = MailSender.Of(
            scope.Context.CompanyId,
            scope.Context.CompanyName,
            await settings.GetAsync<MailSettings>(cancellationToken),
            options.Mail
        );
        end.Read(mail.Version);
        if (sender.Error is { } noSender)
        {
            await end.FailAsync(noSender.Code, cancellationToken);
            return;
        }

        if (loaded.Files is null || await FilesAsync(loaded.Files, cancellationToken) is not { } attached)
        {
            await end.FailAsync("mail.file-gone", cancellationToken);
            return;
        }

        if (loaded.Secret is null && OutgoingMail.HoldsSecret(mail.Text))
        {
            await end.FailAsync("mail.not-readable", cancellationToken);
            return;
        }

        var message = Message(mail, loaded.Secret, sender.Value, attached);
        var envelope = await bounces.OfAsync(scope.Context.CompanyId, mail.BounceKey, cancellationToken) ?? sender.Value.From;
        SmtpReply reply;
        try
        {
            reply = await delivery.SendAsync(
                scope.Context,
                envelope,
                message,
                async token => end.Begun(await BeginAsync(mail, sender.Value.From, token)),
                cancellationToken
            );
        }
        catch (MailTakenException)
        {
            await end.NothingAsync(cancellationToken);
            return;
        }
        catch (SmtpRefusedException refused)
        {
            await end.RefusedAsync(refused, CancellationToken.None);
            return;
        }
        catch (Exception exception) when (end.HasBegun || exception is SmtpProtocolException or SmtpConnectionException)
        {
            // Once it is on the line nothing but an answer says that it did not arrive: not a broken line, not an answer that is none,
            // not that somebody called the job off.
            await (end.HasBegun ? end.UnknownAsync(CancellationToken.None) : end.NoServerAsync(exception.Message, CancellationToken.None));
            return;
        }

        // It has left: that is written down also when this host is being stopped.
        await end.SentAsync(reply, CancellationToken.None);
    }

    /// <summary>The mail, when it is there to be sent; null when there is nothing to do, and then the work is over.</summary>
    private async Task<Loaded?> LoadAsync(WorkRun run, Guid id, CancellationToken cancellationToken)
    {
        var loaded = await database.WriteAsync<Loaded>(
            async (write, token) =>
            {
                var mail = await write.Data.Mails.SingleOrDefaultAsync(row => row.Id == id, token);
                if (mail is { State: MailState.Sending })
                {
                    // Asked for twice, it may be on another one's line at this moment; that one says how it ended.
                    if (!await IsInOtherHandsAsync(write, run, token))
                    {
                        await MailEnding.UnknownAsync(write, mail, token);
                    }

                    run.Complete(write);
                    return new Loaded(null, [], null);
                }

                if (mail is not { State: MailState.Waiting } || !delivery.CanSend)
                {
                    if (mail is { State: MailState.Waiting })
                    {
                        // The mail server was taken out of the settings meanwhile; it waits for another.
                        (mail.Asked, mail.Version) = (false, mail.Version + 1);
                    }

                    run.Complete(write);
                    return new Loaded(null, [], null);
                }

                var attached = await write
                    .Data.MailAttachments.Where(row => row.MailId == id)
                    .OrderBy(row => row.Position)
                    .AsNoTracking()
                    .ToListAsync(token);
                var ids = attached.Select(row => row.FileId).ToList();
                var there = await write.Data.StoredFiles.CountAsync(row => ids.Contains(row.Id) && row.RemovedAt == null, token);
                return new Loaded(mail, there == ids.Distinct().Count() ? attached : null, outbox.SecretOf(write, mail));
            },
            cancellationToken
        );
        return loaded.Ok ? loaded.Value : throw new InvalidOperationException(loaded.Error!.Code);
    }

    private static Task<bool> IsInOtherHandsAsync(CompanyWrite write, WorkRun run, CancellationToken cancellationToken) =>
        write.Data.WorkItems.AnyAsync(
            item =>
                item.Kind == Name
                && item.State == WorkState.Running
                && item.Payload == run.Payload
                && item.Id != run.ItemId
                && item.ClaimedUntil > write.Now,
            cancellationToken
        );

    /// <summary>Marks it as on its way; refused when somebody else has it, or it was called off, since it was read.</summary>
    private async Task<int> BeginAsync(OutgoingMail read, MailAddress from, CancellationToken cancellationToken)
    {
        var begun = await database.WriteAsync<int>(
            async (write, token) =>
            {
                var mail = await write.Data.Mails.SingleAsync(row => row.Id == read.Id, token);
                if (mail.State != MailState.Waiting || mail.Version != read.Version)
                {
                    return new ChangedMeanwhile();
                }

                mail.State = MailState.Sending;
                mail.FromAddress = from.Address;
                mail.Attempts++;
                mail.Version++;
                write.Data.MailAttempts.Add(
                    new MailAttempt
                    {
                        MailId = mail.Id,
                        Attempt = mail.Attempts,
                        At = write.Now,
                        Outcome = MailOutcome.Sending,
                    }
                );
                return mail.Attempts;
            },
            cancellationToken
        );
        return begun.Ok ? begun.Value : throw new MailTakenException();
    }

    private async Task<List<MailFile>?> FilesAsync(IReadOnlyList<MailAttachment> attachments, CancellationToken cancellationToken)
    {
        var attached = new List<MailFile>(attachments.Count);
        foreach (var file in attachments)
        {
            if (await files.OpenAsync(file.Hash, cancellationToken) is not { } content)
            {
                return null;
            }

            await using (content)
            {
                var bytes = new byte[file.Length];
                await content.ReadExactlyAsync(bytes, cancellationToken);
                attached.Add(new MailFile(DownloadName.Of(file.Name), file.ContentType, bytes));
            }
        }

        return attached;
    }

    private static MailMessage Message(OutgoingMail mail, string? secret, MailSender sender, IReadOnlyList<MailFile> attached)
    {
        string? Open(string? body) => body?.Replace(OutgoingMail.SecretMark, secret ?? "", StringComparison.Ordinal);
        return new MailMessage
        {
            MessageId = $"{mail.Id:n}@{sender.From.Domain}",
            Date = mail.CreatedAt,
            From = sender.From,
            ReplyTo = sender.ReplyTo,
            To = MailAddress.TryParse(mail.ToAddress, mail.ToName) ?? throw new CryptographicException("The recipient was changed."),
            Subject = mail.Subject,
            Text = Open(mail.Text)!,
            Html = Open(mail.Html),
            Language = mail.Language,
            Unsubscribe = mail.Unsubscribe is { } address ? new Uri(address) : null,
            Files = attached,
        };
    }

    private sealed record Ids(Guid Mail);

    private sealed record Loaded(OutgoingMail? Mail, IReadOnlyList<MailAttachment>? Files, string? Secret);

    private sealed class MailTakenException : Exception;
}
