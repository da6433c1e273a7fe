using Metiva.Domain.Companies;

namespace Metiva.Tenancy.Mail;

/// <summary>A mail that was not sent but kept, in Development without a mail server.</summary>
/// <param name="Id">Names it.</param>
/// <param name="At">When it would have left.</param>
/// <param name="Company">Whose it is.</param>
/// <param name="CompanyName">What that company is called.</param>
/// <param name="Message">What would have been sent.</param>
/// <param name="Source">Its bytes, as they would go over the wire.</param>
public sealed record CapturedMail(Guid Id, DateTimeOffset At, CompanyId Company, string CompanyName, MailMessage Message, string Source);

/// <summary>
/// The mails of all companies that this process would have sent, the latest first, in memory only. On in Development without a mail
/// server; nowhere else does anything get in.
/// </summary>
public sealed class CapturedMails
{
    private const int Most = 200;
    private readonly LinkedList<CapturedMail> mails = [];
    private readonly Lock one = new();

    internal CapturedMails(bool isOn) => IsOn = isOn;

    /// <summary>Whether mails are kept instead of sent.</summary>
    public bool IsOn { get; }

    /// <summary>The latest mails, the newest first.</summary>
    public IReadOnlyList<CapturedMail> All
    {
        get
        {
            lock (one)
            {
                return [.. mails];
            }
        }
    }

    internal void Add(CapturedMail mail)
    {
        lock (one)
        {
            mails.AddFirst(mail);
            if (mails.Count > Most)
            {
                mails.RemoveLast();
            }
        }
    }
}
