namespace Metiva.Web.Workspace.Audit;

/// <summary>Names the texts of this feature.</summary>
public sealed class AuditTexts;
