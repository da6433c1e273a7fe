namespace Metiva.Web.Workspace.Files;

/// <summary>Registers the workspace's part of files.</summary>
public static class FilesFeature
{
    /// <summary>Adds its query; commands are the tenancy's.</summary>
    public static IServiceCollection AddFilesPages(this IServiceCollection services) => services.AddScoped<FileListQuery>();
}
