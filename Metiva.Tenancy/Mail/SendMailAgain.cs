using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// Sends a mail that did not arrive, or may not have, once more: the same mail with the same Message-ID, so that a reader who has it already
/// is shown one. One that waits is tried now.
/// </summary>
public sealed class SendMailAgain(TenantScope scope, CompanyDatabase database, MailOutbox outbox)
{
    /// <summary>Which, and the version that the person saw.</summary>
    public sealed record Command(Guid Id, long Version);

    /// <summary>Does it.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<bool>> Run(Command command, CancellationToken cancellationToken)
    {
        // It shows what the mail log shows, and makes the company write to somebody.
        if ((scope.Context.Lacks(Permissions.Audit.Read) ?? scope.Context.Lacks(Permissions.Integrations.Edit)) is { } denied)
        {
            return denied;
        }

        if (!outbox.Sends)
        {
            return new NoMailServer();
        }

        return await database.WriteAsync<bool>(
            async (write, token) =>
            {
                if (await write.Data.Mails.SingleOrDefaultAsync(row => row.Id == command.Id, token) is not { } mail)
                {
                    return new NotFound();
                }

                if (mail.Version != command.Version)
                {
                    return new ChangedMeanwhile();
                }

                if (!mail.CanBeSentAgain)
                {
                    return new MailNotToSendAgain();
                }

                if (write.Tenant.Lacks(mail.ToAskFor) is { } notTheirs)
                {
                    return notTheirs;
                }

                var before = mail.State.ToString();
                (mail.State, mail.Trouble) = (MailState.Waiting, null);
                mail.Version++;
                var work = await MailOutbox.WorkOfAsync(write, [mail.Id], token);
                if (work[mail.Id].FirstOrDefault(item => item.State == WorkState.Waiting) is { } waiting)
                {
                    waiting.DueAt = write.Now;
                }
                else
                {
                    MailOutbox.Ask(write, mail);
                }

                write.Audit(
                    "mail.send-again",
                    "Mail",
                    mail.Id.ToString("D"),
                    mail.Kind,
                    new { State = before },
                    new { State = mail.State.ToString() }
                );
                return true;
            },
            cancellationToken
        );
    }
}

/// <summary>There is no mail server here.</summary>
public sealed record NoMailServer() : Error("mail.not-set-up", "No mail server is set up here yet; mails wait until there is one.");

/// <summary>It was sent, is on its way, or holds a secret that is gone.</summary>
public sealed record MailNotToSendAgain()
    : Error("mail.not-to-send-again", "This mail was sent, is on its way, or cannot be sent a second time.");
