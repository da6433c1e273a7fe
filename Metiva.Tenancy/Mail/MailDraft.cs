using Metiva.Domain.Files;

namespace Metiva.Tenancy.Mail;

/// <summary>A mail that a command wants sent, with its texts finished.</summary>
public sealed record MailDraft
{
    /// <summary>Which template it was made from, such as <c>members.invitation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For whom.</summary>
    public required MailAddress To { get; init; }

    /// <summary>The language of the texts, such as <c>nl</c>.</summary>
    public required string Language { get; init; }

    /// <summary>What it is about: one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The body for readers of plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The body for the others.</summary>
    public string? Html { get; init; }

    /// <summary>What stands where the bodies say <see cref="OutgoingMail.SecretMark"/>; kept encrypted, until the mail was sent.</summary>
    public string? Secret { get; init; }

    /// <summary>Where the reader can say that they want no more of this kind.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The kind of record that it is about, such as <c>Invoice</c>.</summary>
    public string? EntityType { get; init; }

    /// <summary>That record's key.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>Files of the company that go with it, loaded under the grant of whoever sends it.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
}
