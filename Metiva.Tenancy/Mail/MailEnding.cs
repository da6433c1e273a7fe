using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail.Smtp;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// Writes down how a try to send a mail ended, and ends the work with it in the same transaction where it is over. Nothing is written
/// over what another try, or a person, made of the mail meanwhile.
/// </summary>
internal sealed class MailEnding(CompanyDatabase database, WorkRun run, Guid id, int mostTries)
{
    private long? read;
    private int? begun;

    /// <summary>Whether the mail was marked as on its way.</summary>
    internal bool HasBegun => begun is not null;

    /// <summary>The mail was read at this version.</summary>
    internal void Read(long version) => read = version;

    /// <summary>It was marked as on its way, as the try of that number.</summary>
    internal void Begun(int attempt) => begun = attempt;

    internal Task SentAsync(SmtpReply reply, CancellationToken cancellationToken) =>
        WriteAsync(
            async (write, mail, attempt) =>
            {
                (mail.State, mail.SentAt, mail.Secret, mail.Trouble) = (MailState.Sent, write.Now, null, null);
                Note(attempt, MailOutcome.Accepted, reply);
                Audit(write, mail, "mail.sent");
                var cameBack = await write.Data.MailAttempts.AnyAsync(
                    row => row.MailId == id && row.Attempt > begun && row.Outcome == MailOutcome.Bounced,
                    cancellationToken
                );
                if (cameBack)
                {
                    // A server next door is quicker with its report than with its goodbye.
                    await BouncedAsync(write, mail, cancellationToken);
                }
            },
            cancellationToken
        );

    /// <summary>Trying again cannot help; nothing was said to a server.</summary>
    internal Task FailAsync(string trouble, CancellationToken cancellationToken) =>
        WriteAsync((write, mail, _) => FailAsync(write, mail, trouble, cancellationToken), cancellationToken);

    internal Task RefusedAsync(SmtpRefusedException refused, CancellationToken cancellationToken) =>
        // What is refused before the envelope is not about this mail.
        refused.Stage == SmtpStage.Data
        && refused.Reply.Code < 400
            ? UnknownAsync(cancellationToken)
        : refused.Reply.Permanent && refused.Stage != SmtpStage.Opening
            ? WriteAsync(
                (write, mail, attempt) =>
                {
                    Note(attempt ?? Attempt(write, mail), MailOutcome.Refused, refused.Reply);
                    return FailAsync(write, mail, "mail.refused", cancellationToken);
                },
                cancellationToken
            )
        : LaterAsync(
            refused.Stage == SmtpStage.Opening ? MailOutcome.NoServer : MailOutcome.Deferred,
            "mail.deferred",
            refused.Reply,
            said: null,
            cancellationToken
        );

    internal Task NoServerAsync(string said, CancellationToken cancellationToken) =>
        LaterAsync(MailOutcome.NoServer, "mail.no-server", reply: null, said, cancellationToken);

    internal Task UnknownAsync(CancellationToken cancellationToken) =>
        WriteAsync((write, mail, _) => UnknownAsync(write, mail, cancellationToken), cancellationToken);

    /// <summary>Somebody else has the mail: this work has nothing to do any more, unless the mail waits for it still.</summary>
    internal Task NothingAsync(CancellationToken cancellationToken) => WriteAsync((_, _, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Nobody knows whether the mail that is marked as on its way arrived.</summary>
    internal static async Task UnknownAsync(CompanyWrite write, OutgoingMail mail, CancellationToken cancellationToken)
    {
        (mail.State, mail.Trouble) = (MailState.Uncertain, "mail.uncertain");
        mail.Version++;
        if (await OnLineAsync(write, mail, cancellationToken) is { } attempt)
        {
            attempt.Outcome = MailOutcome.Unknown;
        }

        Audit(write, mail, "mail.uncertain");
        await TellAsync(write, mail, cancellationToken);
    }

    /// <summary>It was sent and came back.</summary>
    internal static Task BouncedAsync(CompanyWrite write, OutgoingMail mail, CancellationToken cancellationToken)
    {
        (mail.State, mail.Trouble) = (MailState.Bounced, "mail.bounced");
        Audit(write, mail, "mail.bounced");
        return TellAsync(write, mail, cancellationToken);
    }

    /// <summary>Tells those who look after mail of one that did not arrive.</summary>
    internal static Task TellAsync(CompanyWrite write, OutgoingMail mail, CancellationToken cancellationToken) =>
        write.NotifyAllAsync(
            NotificationKinds.MailFailed,
            mail.Id,
            new
            {
                To = mail.ToAddress,
                mail.Subject,
                State = mail.State.ToString(),
            },
            cancellationToken
        );

    internal static void Audit(CompanyWrite write, OutgoingMail mail, string action) =>
        write.Audit(
            action,
            "Mail",
            mail.Id.ToString("D"),
            mail.Kind,
            after: new
            {
                State = mail.State.ToString(),
                mail.Attempts,
                mail.Trouble,
            }
        );

    internal static void Note(MailAttempt? attempt, MailOutcome outcome, SmtpReply? reply, string? said = null)
    {
        if (attempt is null)
        {
            return;
        }

        attempt.Outcome = outcome;
        attempt.Code = reply is null ? null : Cut($"{reply.Code} {reply.Enhanced}".TrimEnd(), MailAttempt.CodeLength);
        attempt.Reply = Cut(reply?.Text ?? said, MailAttempt.ReplyLength);
    }

    internal static void Note(MailAttempt attempt, DeliveryReport report)
    {
        attempt.Code = Cut(report.Status, MailAttempt.CodeLength);
        attempt.Reply = Cut(report.Said, MailAttempt.ReplyLength);
    }

    internal static async Task FailAsync(CompanyWrite write, OutgoingMail mail, string trouble, CancellationToken cancellationToken)
    {
        (mail.State, mail.Trouble) = (MailState.Failed, trouble);
        Audit(write, mail, "mail.failed");
        await TellAsync(write, mail, cancellationToken);
    }

    private async Task LaterAsync(MailOutcome outcome, string trouble, SmtpReply? reply, string? said, CancellationToken cancellationToken)
    {
        var isLast = run.Attempt >= mostTries;
        var mine = await WriteAsync(
            async (write, mail, attempt) =>
            {
                Note(attempt ?? Attempt(write, mail), outcome, reply, said);
                (mail.State, mail.Trouble) = (MailState.Waiting, trouble);
                if (isLast)
                {
                    await FailAsync(write, mail, "mail.gave-up", cancellationToken);
                }

                return isLast;
            },
            cancellationToken
        );
        if (mine && !isLast)
        {
            throw new MailDeferredException();
        }
    }

    private Task WriteAsync(Func<CompanyWrite, OutgoingMail, MailAttempt?, Task> change, CancellationToken cancellationToken) =>
        WriteAsync(
            async (write, mail, attempt) =>
            {
                await change(write, mail, attempt);
                return true;
            },
            cancellationToken
        );

    /// <summary>The change says whether the work is over with it. False when the mail is not this try's any more.</summary>
    private async Task<bool> WriteAsync(
        Func<CompanyWrite, OutgoingMail, MailAttempt?, Task<bool>> change,
        CancellationToken cancellationToken
    )
    {
        var stillWaits = false;
        var written = await database.WriteAsync<bool>(
            async (write, token) =>
            {
                var mail = await write.Data.Mails.SingleAsync(row => row.Id == id, token);
                var onLine = await OnLineAsync(write, mail, token);
                var mine = begun is { } attempt
                    ? mail.State == MailState.Sending && onLine?.Attempt == attempt
                    : mail.State == MailState.Waiting && (read is null || mail.Version == read);
                stillWaits = !mine && mail.State == MailState.Waiting;
                if (!mine)
                {
                    if (!stillWaits)
                    {
                        run.Complete(write);
                    }

                    return false;
                }

                mail.Version++;
                if (await change(write, mail, onLine))
                {
                    run.Complete(write);
                }

                return true;
            },
            cancellationToken
        );
        if (written.Ok && stillWaits)
        {
            // It was touched since it was read, and nobody may be left to send it but this work.
            throw new MailDeferredException();
        }

        return written.Ok ? written.Value : throw new InvalidOperationException(written.Error!.Code);
    }

    /// <summary>The row of a try that never came as far as the mail itself.</summary>
    private static MailAttempt Attempt(CompanyWrite write, OutgoingMail mail)
    {
        mail.Attempts++;
        var attempt = new MailAttempt
        {
            MailId = mail.Id,
            Attempt = mail.Attempts,
            At = write.Now,
            Outcome = MailOutcome.Deferred,
        };
        write.Data.MailAttempts.Add(attempt);
        return attempt;
    }

    /// <summary>The try that is on the line; null when none is. A report about an earlier one may have come since.</summary>
    private static Task<MailAttempt?> OnLineAsync(CompanyWrite write, OutgoingMail mail, CancellationToken cancellationToken) =>
        write
            .Data.MailAttempts.Where(row => row.MailId == mail.Id && row.Outcome == MailOutcome.Sending)
            .OrderByDescending(row => row.Attempt)
            .FirstOrDefaultAsync(cancellationToken);

    private static string? Cut(string? text, int length) =>
        text is null ? null
        : new string([.. text.Where(letter => !char.IsControl(letter))]) is var plain && plain.Length > length ? plain[..length]
        : plain;
}

/// <summary>The mail was not taken this time; it is tried again.</summary>
internal sealed class MailDeferredException() : Exception("The mail server did not take the mail now.");
