namespace Metiva.Web.Shell;

/// <summary>Names the words that every page shares: SharedTexts.resx and SharedTexts.nl.resx.</summary>
public sealed class SharedTexts;
