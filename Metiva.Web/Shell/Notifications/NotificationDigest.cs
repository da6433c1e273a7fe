using System.Globalization;
using System.Text;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Metiva.Web.Shell.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Metiva.Web.Shell.Notifications;

/// <summary>A mail with what one person has not read.</summary>
/// <param name="To">Who.</param>
/// <param name="Language">The language it is in.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text.</param>
/// <param name="Key">The same for the same person and day.</param>
public sealed record DigestMail(PersonId To, string Language, string Subject, string Text, string Key);

/// <summary>
/// Makes the mails that are due at a company, and marks what is in them, in the transaction that hands them on: one a person and day at
/// most, however often it is run.
/// </summary>
public sealed class NotificationDigest(IStringLocalizer<NotificationTexts> texts)
{
    private const int MostListed = 50;

    /// <summary>The mails that are due now.</summary>
    public async Task<IReadOnlyList<DigestMail>> ComposeAsync(CompanyWrite write, CancellationToken cancellationToken)
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

        var mails = new List<DigestMail>();
        foreach (var reader in write.Readers().Where(reader => waiting.Contains(reader.Id)).OrderBy(reader => reader.Id.Value))
        {
            var wish = wishes.GetValueOrDefault(reader.Id) ?? new NotificationPreference { PersonId = reader.Id };
            if (!wish.IsDue(today))
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

            mails.Add(Compose(write, reader.Id, reader.Name, wish.Language ?? Languages.Dutch, unread, today));
            unread.ForEach(row => row.DigestedAt = write.Now);
            wish.LastDigestOn = today;
            if (!wishes.ContainsKey(reader.Id))
            {
                write.Data.NotificationPreferences.Add(wish);
            }
        }

        return mails;
    }

    private DigestMail Compose(CompanyWrite write, PersonId person, string name, string language, List<Notification> unread, DateOnly today)
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            var company = write.Tenant.CompanyName;
            var text = new StringBuilder()
                .AppendLine(texts["Digest.Greeting", name])
                .AppendLine()
                .AppendLine(texts["Digest.Intro", company])
                .AppendLine();
            foreach (var row in unread.Take(MostListed))
            {
                text.Append("- ").AppendLine(texts.TextOf(row.Kind, row.Facts));
            }

            if (unread.Count > MostListed)
            {
                text.AppendLine(texts["Digest.More", unread.Count - MostListed]);
            }

            text.AppendLine().AppendLine(texts["Digest.End"]);
            return new DigestMail(
                person,
                language,
                unread.Count == 1 ? texts["Digest.SubjectOne", company] : texts["Digest.Subject", company, unread.Count],
                text.ToString(),
                $"{NotificationDigestHandler.KindName}:{person}:{today:yyyy-MM-dd}"
            );
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }
}
