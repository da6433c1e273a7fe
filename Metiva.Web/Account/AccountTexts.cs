namespace Metiva.Web.Identity;

/// <summary>Marks the texts of the account pages.</summary>
public sealed class AccountTexts;
