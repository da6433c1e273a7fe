namespace Metiva.Web.Shell.Search;

/// <summary>Names the texts of search: SearchTexts.resx and SearchTexts.nl.resx.</summary>
public sealed class SearchTexts;
