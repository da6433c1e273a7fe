namespace Metiva.Web.Workspace.Mail;

/// <summary>Names the texts of this feature.</summary>
public sealed class MailTexts;
