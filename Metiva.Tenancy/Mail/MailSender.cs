using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Domain.Shared;

namespace Metiva.Tenancy.Mail;

/// <summary>Who a company's mails come from, and where answers go.</summary>
public sealed record MailSender(MailAddress From, MailAddress? ReplyTo)
{
    /// <summary>The sender that the company has set, or the installation's with the company's name.</summary>
    /// <returns>
    /// <see cref="SenderNotAllowed"/> for a domain that the installation does not let this company send from, however it got into the
    /// settings; <see cref="NoSender"/> when there is none at all.
    /// </returns>
    internal static Result<MailSender> Of(CompanyId company, string companyName, MailSettings settings, MailOptions options)
    {
        var name = settings.SenderName.Length > 0 ? settings.SenderName : companyName;
        var replyTo = MailAddress.TryParse(settings.ReplyTo);
        if (settings.SenderAddress.Length == 0)
        {
            return options.SenderAddress is { } shared ? new MailSender(Named(shared, name), replyTo) : new NoSender();
        }

        return MailAddress.TryParse(settings.SenderAddress) is { } own && options.MaySendFrom(company, own.Domain)
            ? new MailSender(Named(own, name), replyTo)
            : new SenderNotAllowed(settings.SenderAddress);
    }

    // A company's name may hold what no header does.
    private static MailAddress Named(MailAddress address, string name) =>
        MailAddress.TryParse(address.Address, new string([.. name.Where(letter => !char.IsControl(letter))])) ?? address;
}

/// <summary>The installation does not let the company send from that domain.</summary>
public sealed record SenderNotAllowed(string Address)
    : Error("mail.sender-not-allowed", $"This company may not send mail from {Address}: whoever runs Metiva has to let it.");

/// <summary>The company has set no sender, and the installation has none.</summary>
public sealed record NoSender() : Error("mail.no-sender", "There is no address that mails of this company could come from.");
