namespace Metiva.Web.Workspace.Settings;

/// <summary>Marks the texts about the company's settings.</summary>
public sealed class SettingsTexts;
