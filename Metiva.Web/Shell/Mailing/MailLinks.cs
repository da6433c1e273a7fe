using Metiva.Tenancy;
using Metiva.Tenancy.Mail;
using Metiva.Web.Identity;

namespace Metiva.Web.Shell.Mailing;

/// <summary>
/// Absolute addresses for mails. What the settings call this installation wins over what a browser called it: nobody may choose where a
/// link in somebody else's mail leads.
/// </summary>
/// <param name="options">What the settings call it.</param>
/// <param name="captured">Whether mails are only looked at, on this machine.</param>
/// <param name="own">Where this process listens; null when it does not.</param>
internal sealed class MailLinks(TenancyOptions options, CapturedMails captured, OwnAddress? own)
{
    /// <summary>The address of a page; null when nobody has said what this installation is called.</summary>
    /// <param name="path">The page, without a slash before it.</param>
    /// <param name="seen">The address under which the person who asks for the mail sees this installation.</param>
    internal Uri? To(string path, string? seen = null)
    {
        var start =
            options.Mail.PublicBase
            ?? (
                seen is not null ? new Uri(seen)
                : captured.IsOn && own is not null ? new Uri(own.Value + "/")
                : null
            );
        return start is null ? null : new Uri(start, path);
    }
}
