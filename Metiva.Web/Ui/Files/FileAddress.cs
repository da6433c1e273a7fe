namespace Metiva.Web.Ui.Files;

/// <summary>Where files are, in the workspace and in the portal.</summary>
public static class FileAddress
{
    /// <summary>The list in the workspace.</summary>
    public const string Workspace = "/workspace/files";

    /// <summary>The list in the portal.</summary>
    public const string Portal = "/portal/files";

    /// <summary>The list.</summary>
    public static string List(bool inPortal) => inPortal ? Portal : Workspace;

    /// <summary>Where a file is downloaded.</summary>
    public static string Content(Guid id, bool inPortal) => $"{List(inPortal)}/{id}/content";

    /// <summary>Where a file is shown in place.</summary>
    public static string Preview(Guid id, bool inPortal) => $"{List(inPortal)}/{id}/preview";

    /// <summary>Where files are sent to.</summary>
    public static string Uploads(bool inPortal) => $"{List(inPortal)}/uploads";
}
