namespace Metiva.Tests.Support;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The directory that holds Metiva.sln.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>A file in it.</summary>
    public static string File(string relativePath) => Path.Combine(Root, relativePath);

    private static string Find(DirectoryInfo? directory) =>
        directory is null ? throw new InvalidOperationException("Metiva.sln is in no directory above the tests.")
        : System.IO.File.Exists(Path.Combine(directory.FullName, "Metiva.sln")) ? directory.FullName
        : Find(directory.Parent);
}
