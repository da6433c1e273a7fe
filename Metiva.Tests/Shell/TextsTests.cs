using System.Text.RegularExpressions;
using System.Xml.Linq;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>Reads the text files themselves: a missing translation would otherwise fall back without a sound.</summary>
public sealed partial class TextsTests
{
    public static TheoryData<string> TextFiles =>
        [
            .. Directory
                .EnumerateFiles(Repository.File("Metiva.Web"), "*.resx", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
                .Where(file => !file.EndsWith(".nl.resx", StringComparison.Ordinal) && !Built().IsMatch(file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(TextFiles))]
    public void Both_languages_say_the_same_things(string file)
    {
        var english = Read(file);
        var dutch = Read(file.Replace(".resx", ".nl.resx", StringComparison.Ordinal));
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), dutch.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(dutch[text.Key])));
        Assert.All(english.Concat(dutch), text => Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key));
    }

    [Fact]
    public void Every_expected_refusal_has_its_text()
    {
        var codes = new[] { "Metiva.Domain", "Metiva.Tenancy", "Metiva.Web" }
            .SelectMany(project => Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => ErrorCode().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            // What ends in a dot is put together; a caller's protocol answer is read by no person.
            .Where(code => !code.EndsWith('.'))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.True(codes.Count > 10);
        Assert.Empty(codes.Except(Read("Metiva.Web/Shell/ErrorTexts.resx").Keys, StringComparer.Ordinal));
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument
            .Load(Repository.File(file))
            .Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@":\s*Error\(\s*""(?<code>[a-z0-9.-]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\{\d+(:[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("/(bin|obj)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Built();
}
