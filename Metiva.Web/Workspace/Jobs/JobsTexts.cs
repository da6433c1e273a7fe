namespace Metiva.Web.Workspace.Jobs;

/// <summary>Names the texts of this feature.</summary>
public sealed class JobsTexts;
