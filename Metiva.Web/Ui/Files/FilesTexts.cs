namespace Metiva.Web.Ui.Files;

/// <summary>Names the texts about files, in the workspace and in the portal: FilesTexts.resx and FilesTexts.nl.resx.</summary>
public sealed class FilesTexts;
