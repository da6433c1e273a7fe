namespace Metiva.Web.Shell.Home;

/// <summary>Names the texts of the start page.</summary>
public sealed class HomeTexts;
