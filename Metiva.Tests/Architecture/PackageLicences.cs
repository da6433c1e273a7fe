using System.Text.Json;
using System.Xml.Linq;
using Metiva.Tests.Support;

namespace Metiva.Tests.Architecture;

/// <summary>A package that a project restored, and what it says about its licence.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">The licence expression; for packages without one, the file or address that they name.</param>
/// <param name="Projects">Which projects use it, themselves or through others.</param>
internal sealed record PackageLicence(string Name, string Version, string Licence, IReadOnlyList<string> Projects)
{
    private const string TestProject = "Metiva.Tests";

    /// <summary>Whether no project but the tests uses it, so that it is never part of what an installation gets.</summary>
    public bool IsForTestsOnly => Projects.All(project => project == TestProject);
}

/// <summary>
/// Reads the licence of every package that was restored, from the package itself. What ships is under MIT, Apache-2.0, BSD or MS-PL.
/// </summary>
internal static class PackageLicences
{
    /// <summary>Packages that only tests use and that are under something else, each with the reason why that is no harm.</summary>
    private static readonly Dictionary<string, string> ForTestsOnly = new(StringComparer.Ordinal)
    {
        ["Deque.AxeCore.Commons"] = "MPL-2.0: axe, unchanged, runs in the browser of the accessibility tests",
        ["Microsoft.SqlServer.DacFx"] = "Microsoft's own terms: its T-SQL parser reads the queries' texts in tests",
        ["xunit.abstractions"] = "Apache-2.0 by its address: the package is older than licence expressions",
    };

    /// <summary>Prints what was found. False when a package's licence may not enter.</summary>
    public static bool Check(TextWriter output)
    {
        var packages = All();
        var refused = packages.Where(package => !MayEnter(package)).ToList();
        foreach (var group in packages.GroupBy(package => package.Licence).OrderByDescending(group => group.Count()))
        {
            output.WriteLine($"{group.Count(), 4}  {group.Key}");
        }

        foreach (var package in packages.Where(package => !refused.Contains(package) && !IsFree(package.Licence)))
        {
            output.WriteLine($"Tests only: {package.Name} {package.Version}: {ForTestsOnly[package.Name]}");
        }

        foreach (var package in refused)
        {
            output.WriteLine(
                $"REFUSED: {package.Name} {package.Version} is under '{package.Licence}' (used by {string.Join(", ", package.Projects)})"
            );
        }

        return packages.Count > 0 && refused.Count == 0;
    }

    /// <summary>Every restored package, those of which only a file is taken included.</summary>
    public static IReadOnlyList<PackageLicence> All() =>
        [
            .. Directory
                .GetDirectories(Repository.Root, "Metiva.*")
                .SelectMany(PackagesOf)
                .GroupBy(package => (package.Folder, package.Name, package.Version))
                .Select(group => new PackageLicence(
                    group.Key.Name,
                    group.Key.Version,
                    LicenceIn(group.Key.Folder),
                    [.. group.Select(package => package.Project).Distinct().Order(StringComparer.Ordinal)]
                ))
                .OrderBy(package => package.Name, StringComparer.Ordinal),
        ];

    /// <summary>Whether the package's licence is one of ours, or listed with its reason.</summary>
    public static bool MayEnter(PackageLicence package) =>
        IsFree(package.Licence) || (package.IsForTestsOnly && ForTestsOnly.ContainsKey(package.Name));

    /// <summary>Whether the licence is MIT, Apache-2.0, BSD or MS-PL. Of an OR one side is enough; AND and WITH are not understood.</summary>
    public static bool IsFree(string licence) =>
        licence
            .Split(" OR ", StringSplitOptions.TrimEntries)
            .Select(part => part.Trim('(', ')'))
            .Any(part =>
                part is "MIT" or "Apache-2.0" or "MS-PL" or "0BSD"
                || (part.StartsWith("BSD-", StringComparison.Ordinal) && !part.Contains(' '))
            );

    private static IEnumerable<(string Project, string Name, string Version, string Folder)> PackagesOf(string project)
    {
        var assets = Path.Combine(project, "obj", "project.assets.json");
        if (!File.Exists(assets))
        {
            throw new InvalidOperationException($"{assets} is missing: build first.");
        }

        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        var root = document.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        foreach (var library in root.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                var parts = library.Name.Split('/');
                yield return (Path.GetFileName(project), parts[0], parts[1], Find(folders, library.Value.GetProperty("path").GetString()!));
            }
        }

        // Packages that are only downloaded stand apart: the runtime pack that the browser script comes from.
        foreach (var framework in root.GetProperty("project").GetProperty("frameworks").EnumerateObject())
        {
            if (!framework.Value.TryGetProperty("downloadDependencies", out var downloads))
            {
                continue;
            }

            foreach (var download in downloads.EnumerateArray())
            {
                var name = download.GetProperty("name").GetString()!;
                var version = download.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0];
                yield return (Path.GetFileName(project), name, version, Find(folders, Path.Combine(name.ToLowerInvariant(), version)));
            }
        }
    }

    private static string Find(List<string> folders, string path) =>
        folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException($"Package {path} was not restored.");

    private static string LicenceIn(string folder)
    {
        var specification = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single());
        var metadata = specification.Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string? Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression"
            ? licence.Value.Trim()
            : Text("license") ?? Text("licenseUrl") ?? "nothing";
    }
}
