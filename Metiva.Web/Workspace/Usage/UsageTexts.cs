namespace Metiva.Web.Workspace.Usage;

/// <summary>Marks the texts about the company's plan and what it uses.</summary>
public sealed class UsageTexts;
