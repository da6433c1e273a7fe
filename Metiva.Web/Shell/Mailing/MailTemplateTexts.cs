namespace Metiva.Web.Shell.Mailing;

/// <summary>What stands in mails.</summary>
public sealed class MailTemplateTexts;
