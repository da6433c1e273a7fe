using System.Text.Json;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// Takes mails in: into the company's own database, in the transaction of the command that wants them sent, so that there is never the
/// one without the other. They leave after it is kept.
/// </summary>
public sealed class MailOutbox
{
    private readonly MailDelivery delivery;
    private readonly TenancyOptions options;
    private readonly IDataProtectionProvider protection;

    internal MailOutbox(MailDelivery delivery, TenancyOptions options, IDataProtectionProvider protection)
    {
        this.delivery = delivery;
        this.options = options;
        this.protection = protection;
    }

    /// <summary>Whether mails go anywhere here. Where they do not, what is queued waits until there is a mail server.</summary>
    public bool Sends => delivery.CanSend;

    /// <summary>Puts a mail into the command's unit of work.</summary>
    /// <returns>The mail as it will be kept.</returns>
    /// <exception cref="ArgumentException">A text is longer than it may be, or the files together are.</exception>
    public OutgoingMail Queue(CompanyWrite write, MailDraft draft)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Text.Length > OutgoingMail.BodyLength || draft.Html?.Length > OutgoingMail.BodyLength)
        {
            throw new ArgumentException("The body of a mail is too long.", nameof(draft));
        }

        if (draft.Files.Sum(file => file.Size) > MostAttached)
        {
            throw new ArgumentException("The files of a mail are too large.", nameof(draft));
        }

        var mail = new OutgoingMail
        {
            Id = Guid.CreateVersion7(write.Now),
            Kind = draft.Kind,
            ToAddress = draft.To.Address,
            ToName = draft.To.Name,
            Language = draft.Language,
            Subject =
                draft.Subject.Length <= OutgoingMail.SubjectLength
                    ? draft.Subject
                    : draft.Subject[..(OutgoingMail.SubjectLength - 1)] + "…",
            Text = draft.Text,
            Html = draft.Html,
            Secret = draft.Secret is { } secret ? Protector(write).Protect(secret) : null,
            Unsubscribe = draft.Unsubscribe?.AbsoluteUri,
            EntityType = draft.EntityType,
            EntityId = draft.EntityId,
            RequestedBy = write.Tenant.PersonOrNull,
            CreatedAt = write.Now,
            BounceKey = BounceAddresses.NewKey(),
        };
        write.Data.Mails.Add(mail);
        foreach (var (position, file) in draft.Files.Index())
        {
            write.Data.MailAttachments.Add(
                new MailAttachment
                {
                    MailId = mail.Id,
                    Position = position,
                    FileId = file.Id,
                    Name = file.Name,
                    Length = file.Size,
                    Hash = file.Hash,
                    ContentType = file.ContentType,
                }
            );
        }

        if (Sends)
        {
            Ask(write, mail);
        }

        return mail;
    }

    /// <summary>How many bytes of files may go with one mail.</summary>
    public long MostAttached => options.Mail.MostAttached * 1024L * 1024L;

    /// <summary>Asks for the work that sends it.</summary>
    internal static void Ask(CompanyWrite write, OutgoingMail mail)
    {
        mail.Asked = true;
        write.Enqueue(SendMailWork.Name, new { mail = mail.Id });
    }

    /// <summary>The work, waiting or running, that sends any of these mails.</summary>
    internal static async Task<ILookup<Guid, WorkItem>> WorkOfAsync(
        CompanyWrite write,
        IEnumerable<Guid> mails,
        CancellationToken cancellationToken
    )
    {
        var payloads = mails.ToDictionary(mail => JsonSerializer.Serialize(new { mail }, JsonSerializerOptions.Web));
        var open = await write
            .Data.WorkItems.Where(item => item.Kind == SendMailWork.Name && payloads.Keys.Contains(item.Payload))
            .Where(item => item.State == WorkState.Waiting || item.State == WorkState.Running)
            .ToListAsync(cancellationToken);
        return open.ToLookup(item => payloads[item.Payload]);
    }

    /// <summary>The secret of a mail.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key ring cannot open it any more, or it is another company's.</exception>
    internal string? SecretOf(CompanyWrite write, OutgoingMail mail) =>
        mail.Secret is { } secret ? Protector(write).Unprotect(secret) : null;

    private IDataProtector Protector(CompanyWrite write) =>
        protection.CreateProtector("Metiva.Mail.Secret", write.Tenant.CompanyId.ToString());
}
