namespace Metiva.Web.Shell.Mailing;

/// <summary>What mails there are, as the mail log names them.</summary>
public static class MailKinds
{
    /// <summary>Somebody is invited to the company.</summary>
    public const string Invitation = "members.invitation";

    /// <summary>A customer gets an invoice.</summary>
    public const string Invoice = "invoices.sent";

    /// <summary>A person has unread notifications.</summary>
    public const string Digest = "notifications.digest";

    /// <summary>Somebody tries whether mail arrives.</summary>
    public const string Test = "mail.test";
}
