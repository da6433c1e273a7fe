namespace Metiva.Tenancy.Mail;

/// <summary>A mail with all that goes into it; whoever makes it chooses the Message-ID, so that a second attempt is the same mail.</summary>
public sealed record MailMessage
{
    /// <summary>The Message-ID without its angle brackets; its domain is the sender's.</summary>
    public required string MessageId { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Who writes; DKIM signs for this address's domain.</summary>
    public required MailAddress From { get; init; }

    /// <summary>Where answers go; null is to <see cref="From"/>.</summary>
    public MailAddress? ReplyTo { get; init; }

    /// <summary>For whom it is.</summary>
    public required MailAddress To { get; init; }

    /// <summary>Who gets it as well.</summary>
    public MailAddress? Cc { get; init; }

    /// <summary>What it is about: one line.</summary>
    public required string Subject { get; init; }

    /// <summary>The body for readers of plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The body for the others; null when there is none.</summary>
    public string? Html { get; init; }

    /// <summary>The language of the bodies, such as <c>nl</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Where the reader can say that they want no more of this kind (RFC 2369); null where that makes no sense.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>What is attached.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];
}

/// <summary>A file attached to a mail.</summary>
/// <param name="Name">Its name, without a directory.</param>
/// <param name="ContentType">Its type, such as <c>application/pdf</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MailFile(string Name, string ContentType, ReadOnlyMemory<byte> Content);
