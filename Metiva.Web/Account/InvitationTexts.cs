namespace Metiva.Web.Identity;

/// <summary>Marks the texts of the invitation page.</summary>
public sealed class InvitationTexts;
