using System.Text.RegularExpressions;
using Metiva.Tests.Support;

namespace Metiva.Tests.Architecture;

/// <summary>A file of the source tree.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The file's code: without what stands in comments, so that a comment may name what code must not.</summary>
    public string Code =>
        Regex.Replace(Text, @"^\s*(///?|@\*).*$", "", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
}

/// <summary>The sources that the tests were built from, without what building leaves behind.</summary>
internal static class Sources
{
    private static readonly string[] NotOurs =
    [
        "bin",
        "obj",
        ".git",
        ".vs",
        ".idea",
        "node_modules",
        "TestResults",
        "_framework",
        "App_Data",
    ];

    private static readonly string[] Kinds =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".resx",
        ".md",
        ".json",
        ".csproj",
        ".props",
        ".targets",
        ".txt",
        ".sh",
        "",
    ];

    /// <summary>Every file.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = [.. Below(new DirectoryInfo(Repository.Root))];

    /// <summary>C# and Razor below a directory; written by hand, so without migrations.</summary>
    public static IEnumerable<SourceFile> Code(string directory) =>
        All.Where(file =>
            file.Path.StartsWith(directory + "/", StringComparison.Ordinal)
            && (file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".razor", StringComparison.Ordinal))
            && !file.Path.Contains("Migrations/", StringComparison.Ordinal)
        );

    /// <summary>Where the words stand, one line each; empty when nowhere.</summary>
    public static string Naming(this IEnumerable<SourceFile> files, string pattern) =>
        string.Join(
            '\n',
            files.SelectMany(file =>
                Regex
                    .Matches(file.Code, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                    .Select(match => $"{file.Path} names {match.Value}")
            )
        );

    private static IEnumerable<SourceFile> Below(DirectoryInfo directory)
    {
        foreach (var child in directory.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)))
        {
            foreach (var file in Below(child))
            {
                yield return file;
            }
        }

        foreach (var file in directory.EnumerateFiles().Where(file => Kinds.Contains(file.Extension)))
        {
            var path = Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/');
            yield return new SourceFile(path, File.ReadAllText(file.FullName));
        }
    }
}
