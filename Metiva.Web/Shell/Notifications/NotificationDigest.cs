using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Shell.Mailing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Notifications;

/// <summary>
/// Makes the mails that are due at a company, and marks what is in them, in the transaction that hands them on: one a person and day at
/// most, however often it is run.
/// </summary>
public sealed class NotificationDigest
{
    private const int MostListed = 50;
    private readonly MailComposer composer;
    private readonly MailLinks links;
    private readonly IStringLocalizer<NotificationTexts> texts;

    internal NotificationDigest(MailComposer composer, MailLinks links, IStringLocalizer<NotificationTexts> texts)
    {
        this.composer = composer;
        this.links = links;
        this.texts = texts;
    }

    /// <summary>The mails that are due now.</summary>
    /// <param name="write">The unit of work that queues them.</param>
    /// <param name="addresses">Where people are reached; who has no address gets no mail, and nothing of theirs is marked.</param>
    /// <param name="language">The language for whoever has chosen none.</param>
    /// <param name="signature">What stands at their end.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<MailDraft>> ComposeAsync(
        CompanyWrite write,
        IReadOnlyDictionary<PersonId, string> addresses,
        string language,
        string signature,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(write);
        var today = BusinessDay.Of(write.Now);
        var waiting = await write
            .Data.Notifications.Where(row => row.ReadAt == null && row.DigestedAt == null)
            .Select(row => row.PersonId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var wishes = await write
            .Data.NotificationPreferences.Where(row => waiting.Contains(row.PersonId))
            .ToDictionaryAsync(row => row.PersonId, cancellationToken);

        var mails = new List<MailDraft>();
        foreach (var reader in write.Readers().Where(reader => waiting.Contains(reader.Id)).OrderBy(reader => reader.Id.Value))
        {
            var wish = wishes.GetValueOrDefault(reader.Id) ?? new NotificationPreference { PersonId = reader.Id };
            if (!wish.IsDue(today) || MailAddress.TryParse(addresses.GetValueOrDefault(reader.Id), reader.Name) is not { } to)
            {
                continue;
            }

            string[] kinds = [.. reader.Kinds.Select(kind => kind.Name).Where(kind => !wish.Mutes(kind))];
            var unread = await write
                .Data.Notifications.Where(row =>
                    row.PersonId == reader.Id && row.ReadAt == null && row.DigestedAt == null && kinds.Contains(row.Kind)
                )
                .OrderByDescending(row => row.CreatedAt)
                .ThenByDescending(row => row.Id)
                .ToListAsync(cancellationToken);
            if (unread.Count == 0)
            {
                continue;
            }

            mails.Add(Compose(write, to, reader.InPortal, wish.Language ?? language, unread, signature));
            unread.ForEach(row => row.DigestedAt = write.Now);
            wish.LastDigestOn = today;
            if (!wishes.ContainsKey(reader.Id))
            {
                write.Data.NotificationPreferences.Add(wish);
            }
        }

        return mails;
    }

    private MailDraft Compose(
        CompanyWrite write,
        MailAddress to,
        bool inPortal,
        string language,
        List<Notification> unread,
        string signature
    )
    {
        var page = links.To(NotificationAddress.Of(inPortal)[1..]);
        var company = write.Tenant.CompanyName;
        return composer.Compose(
            MailKinds.Digest,
            to,
            language,
            _ => new MailLetter(
                unread.Count == 1 ? texts["Digest.SubjectOne", company] : texts["Digest.Subject", company, unread.Count],
                [texts["Digest.Greeting", to.Name ?? to.Address], texts["Digest.Intro", company]]
            )
            {
                Items =
                [
                    .. unread.Take(MostListed).Select(row => texts.TextOf(row.Kind, row.Facts)),
                    .. unread.Count > MostListed ? [texts["Digest.More", unread.Count - MostListed].Value] : Array.Empty<string>(),
                ],
                Action = page is null ? null : (texts["Digest.Action"], page.AbsoluteUri),
                Footer = texts["Digest.End"],
                Signature = signature,
            }
        ) with
        {
            Unsubscribe = page,
        };
    }
}
