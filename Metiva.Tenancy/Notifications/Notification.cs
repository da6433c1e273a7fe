using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Notifications;

/// <summary>
/// Something that one person at the company was told, written in the same transaction as what happened. Its text is made when it is
/// read, in the reader's language.
/// </summary>
public sealed class Notification
{
    /// <summary>The longest <see cref="Kind"/>.</summary>
    public const int KindLength = 64;

    /// <summary>The longest <see cref="Facts"/>.</summary>
    public const int FactsLength = 4_000;

    /// <summary>Key, growing with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is told.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>What happened: the name of a <see cref="NotificationKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The record that it happened to.</summary>
    public required Guid EntityId { get; init; }

    /// <summary>What the text needs, as a JSON object of texts.</summary>
    public required string Facts { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person read it; null while they have not.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When it went into a mail; null while it has not.</summary>
    public DateTimeOffset? DigestedAt { get; set; }
}

/// <summary>How often unread notifications are mailed.</summary>
public enum DigestPace
{
    /// <summary>Never.</summary>
    Off = 0,

    /// <summary>Once a day, when there is something.</summary>
    Daily = 1,

    /// <summary>Once in seven days, when there is something.</summary>
    Weekly = 2,
}

/// <summary>How one person at the company wants to be told. Without a row the defaults hold.</summary>
public sealed class NotificationPreference
{
    /// <summary>The longest <see cref="Muted"/>.</summary>
    public const int MutedLength = 1_000;

    /// <summary>The longest <see cref="Language"/>.</summary>
    public const int LanguageLength = 10;

    /// <summary>Whose.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>How often a mail comes.</summary>
    public DigestPace Digest { get; set; } = DigestPace.Daily;

    /// <summary>The kinds that the person does not want, with a space between them.</summary>
    public string Muted { get; set; } = "";

    /// <summary>The language of mails, such as <c>nl-NL</c>; null when the person never said.</summary>
    public string? Language { get; set; }

    /// <summary>The day of the last mail: there is one a day at most.</summary>
    public DateOnly? LastDigestOn { get; set; }

    /// <summary>Whether the person does not want this kind.</summary>
    public bool Mutes(string kind) => Muted.Split(' ').Contains(kind, StringComparer.Ordinal);

    /// <summary>Whether a mail may go out on that day.</summary>
    public bool IsDue(DateOnly today) =>
        Digest switch
        {
            DigestPace.Daily => LastDigestOn is not { } last || last < today,
            DigestPace.Weekly => LastDigestOn is not { } last || last.AddDays(7) <= today,
            _ => false,
        };
}
