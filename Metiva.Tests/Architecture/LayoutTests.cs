using System.Text.RegularExpressions;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Architecture;

/// <summary>The repository is laid out as the map in README says.</summary>
public sealed class LayoutTests
{
    private static readonly string[] LeftByTools = [".git", ".vs", ".idea", "bin", "obj", "TestResults", "node_modules"];

    // Spelled apart, so that this file is not found by its own test.
    private static readonly string UnfinishedWork = string.Join(
        '|',
        "TO" + "DO",
        "FIX" + "ME",
        "HA" + "CK",
        "X" + "XX",
        "NotImplemented" + "Exception"
    );

    [Fact]
    public void At_the_top_stands_what_belongs_there()
    {
        var entries = new DirectoryInfo(Repository.Root).EnumerateFileSystemInfos().Select(entry => entry.Name);
        Assert.Equal(
            [
                ".ci",
                ".config",
                ".editorconfig",
                ".gitignore",
                "Directory.Build.props",
                "Directory.Packages.props",
                "Metiva.Domain",
                "Metiva.Tenancy",
                "Metiva.Tests",
                "Metiva.Web",
                "Metiva.sln",
                "README.md",
                "docs",
                "global.json",
            ],
            entries
                .Except(LeftByTools, StringComparer.Ordinal)
                .Where(name => !name.EndsWith(".user", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        var found = Sources
            .All.SelectMany(file =>
                Regex
                    .Matches(file.Text, $@"\b({UnfinishedWork})\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
                    .Select(match => $"{file.Path}: {match.Value}")
            )
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void No_test_is_switched_off_by_hand()
    {
        // A skip is decided where the test runs, with the reason that holds there.
        const string Constant = @"\[\w*(Fact|Theory)\([^\]]*Skip\s*=";
        Assert.Equal("", Sources.Code("Metiva.Tests").Naming(Constant));
    }

    [Fact]
    public void Program_is_short()
    {
        var program = Sources.All.Single(file => file.Path == "Metiva.Web/Program.cs");
        Assert.InRange(program.Text.Split('\n').Length, 1, 60);
    }
}
