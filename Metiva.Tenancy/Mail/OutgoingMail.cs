using Metiva.Domain.Access;
using Metiva.Domain.Memberships;

namespace Metiva.Tenancy.Mail;

/// <summary>
/// A mail of the company: a row of its own outbox, written in the transaction of the command that wants it sent. It stays as the log of
/// what was sent, to whom and with what outcome.
/// </summary>
public sealed class OutgoingMail
{
    /// <summary>The longest <see cref="Kind"/>.</summary>
    public const int KindLength = 64;

    /// <summary>The longest <see cref="Subject"/>.</summary>
    public const int SubjectLength = 200;

    /// <summary>The longest <see cref="Text"/> and <see cref="Html"/>.</summary>
    public const int BodyLength = 100_000;

    /// <summary>The longest <see cref="Trouble"/>.</summary>
    public const int TroubleLength = 300;

    /// <summary>The longest <see cref="Secret"/>, protected.</summary>
    public const int SecretLength = 1_000;

    /// <summary>The length of <see cref="BounceKey"/>.</summary>
    public const int BounceKeyLength = 16;

    /// <summary>What stands in a body where <see cref="Secret"/> belongs.</summary>
    public const string SecretMark = "[[secret]]";

    /// <summary>Key, growing with time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Which template it was made from, such as <c>members.invitation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string ToAddress { get; init; }

    /// <summary>The recipient's name, where it is known.</summary>
    public string? ToName { get; init; }

    /// <summary>The language of the bodies, such as <c>nl</c>.</summary>
    public required string Language { get; init; }

    /// <summary>What it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The body for readers of plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The body for the others.</summary>
    public string? Html { get; init; }

    /// <summary>
    /// What is put in the place of <see cref="SecretMark"/> when the mail leaves, encrypted with the host's key ring. Nobody who reads
    /// the log sees it, and it goes once the mail was sent.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Where its reader can say that they want no more of its kind; null where that makes no sense.</summary>
    public string? Unsubscribe { get; init; }

    /// <summary>What kind of record it is about, such as <c>Invoice</c>; null when about none.</summary>
    public string? EntityType { get; init; }

    /// <summary>The record that it is about.</summary>
    public Guid? EntityId { get; init; }

    /// <summary>Who asked for it; null when Metiva itself did.</summary>
    public PersonId? RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names the mail in the address that bounces go to.</summary>
    public required string BounceKey { get; init; }

    /// <summary>Whether work was asked for that sends it. Without a mail server none is, and the mail waits for one.</summary>
    public bool Asked { get; set; }

    /// <summary>Where it is.</summary>
    public MailState State { get; set; } = MailState.Waiting;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Who it said it was from, once it was sent or tried.</summary>
    public string? FromAddress { get; set; }

    /// <summary>When the server took it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it was not sent, or came back: a code, and what the mail server said.</summary>
    public string? Trouble { get; set; }

    /// <summary>Counts changes from 1, so that two nodes never send it at once.</summary>
    public long Version { get; set; } = 1;

    /// <summary>
    /// Whether it can be sent once more. One that carried a secret has lost it when it was sent; what came back of it has to be asked for anew.
    /// </summary>
    public bool CanBeSentAgain => IsToSendAgain(State, Secret is not null || !HoldsSecret(Text));

    /// <summary>What somebody has to be allowed to have such a mail sent: what they would need for what it is about.</summary>
    public Permission ToAskFor => NeededToAskFor(EntityType);

    /// <summary>The same for a kind of record.</summary>
    public static Permission NeededToAskFor(string? entityType) =>
        entityType switch
        {
            "Invitation" => Permissions.Members.Create,
            "Invoice" => Permissions.Invoices.Issue,
            _ => Permissions.Integrations.Edit,
        };

    /// <summary>Whether a mail in that state can be sent once more.</summary>
    /// <param name="state">Where it is.</param>
    /// <param name="isWhole">Whether it has the secret that it carries, or carries none.</param>
    public static bool IsToSendAgain(MailState state, bool isWhole) =>
        isWhole && (state is MailState.Waiting or MailState.Failed or MailState.Uncertain or MailState.Bounced);

    /// <summary>Whether a body has a place for a secret.</summary>
    public static bool HoldsSecret(string text) => text.Contains(SecretMark, StringComparison.Ordinal);
}

/// <summary>Where a mail is.</summary>
public enum MailState
{
    /// <summary>It waits to be sent, for the first time or again.</summary>
    Waiting = 0,

    /// <summary>The mail server has agreed to take it, and it is on the line.</summary>
    Sending = 1,

    /// <summary>The mail server took it.</summary>
    Sent = 2,

    /// <summary>It cannot be sent: the server refused it for good, or it was tried as often as it may be.</summary>
    Failed = 3,

    /// <summary>It was sent and came back.</summary>
    Bounced = 4,

    /// <summary>The line broke, or the host died, while it was on its way: nobody knows whether it arrived, so it is not sent twice by itself.</summary>
    Uncertain = 5,
}

/// <summary>One try to send a mail, or one report that came back about it.</summary>
public sealed class MailAttempt
{
    /// <summary>The longest <see cref="Reply"/>.</summary>
    public const int ReplyLength = 300;

    /// <summary>The longest <see cref="Code"/>.</summary>
    public const int CodeLength = 20;

    /// <summary>The mail.</summary>
    public required Guid MailId { get; init; }

    /// <summary>Which try, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How it ended.</summary>
    public required MailOutcome Outcome { get; set; }

    /// <summary>The server's code, with the enhanced one where it gave one: <c>550 5.1.1</c> (RFC 3463).</summary>
    public string? Code { get; set; }

    /// <summary>What the server said.</summary>
    public string? Reply { get; set; }
}

/// <summary>How one try ended.</summary>
public enum MailOutcome
{
    /// <summary>It is on the line.</summary>
    Sending = 0,

    /// <summary>The server took it.</summary>
    Accepted = 1,

    /// <summary>The server could not take it now; it is tried again.</summary>
    Deferred = 2,

    /// <summary>The server refused it for good.</summary>
    Refused = 3,

    /// <summary>The server could not be reached, or not be used as it is set up; it is tried again.</summary>
    NoServer = 4,

    /// <summary>Nobody knows.</summary>
    Unknown = 5,

    /// <summary>It came back: it cannot be delivered (RFC 3464).</summary>
    Bounced = 6,

    /// <summary>A server on the way says that it is late, and goes on trying.</summary>
    Delayed = 7,
}

/// <summary>A file that goes with a mail: one of the company's own files.</summary>
public sealed class MailAttachment
{
    /// <summary>The mail.</summary>
    public required Guid MailId { get; init; }

    /// <summary>Its place among the mail's files, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The file.</summary>
    public required Guid FileId { get; init; }

    /// <summary>Its name as it was then.</summary>
    public required string Name { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>What its content is, so that exactly this is sent.</summary>
    public required string Hash { get; init; }

    /// <summary>The type of its content.</summary>
    public required string ContentType { get; init; }
}
