namespace Metiva.Web.Portal;

/// <summary>Names the portal's texts: PortalTexts.resx and PortalTexts.nl.resx.</summary>
public sealed class PortalTexts;
