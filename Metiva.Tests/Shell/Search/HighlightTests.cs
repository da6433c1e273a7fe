using Metiva.Web.Shell.Search;
using Xunit;

namespace Metiva.Tests.Shell.Search;

public sealed class HighlightTests
{
    [Theory]
    [InlineData("Café Zeezicht", "cafe", "[Café] Zeezicht")]
    [InlineData("Café Zeezicht", "zee caf", "[Café] [Zeezicht]")]
    [InlineData("<b>Café</b>", "cafe", "<b>[Café]</b>")]
    [InlineData("Zeezicht", "zicht", "Zeezicht")]
    [InlineData("", "zee", "")]
    public void The_words_that_begin_so_are_marked_and_the_text_stays_as_it_is(string text, string words, string expected) =>
        Assert.Equal(expected, Shown(Highlight.In(text, words.Split(' '))));

    [Fact]
    public void A_snippet_is_the_part_around_the_first_word_that_was_found()
    {
        var text = string.Join(' ', Enumerable.Repeat("vulling", 40)) + " zeezicht " + string.Join(' ', Enumerable.Repeat("rest", 80));
        var snippet = Shown(Highlight.Snippet(text, ["zee"], 100));
        Assert.StartsWith("… vulling", snippet, StringComparison.Ordinal);
        Assert.Contains("[zeezicht] rest", snippet, StringComparison.Ordinal);
        Assert.EndsWith("rest …", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 60, 110);
    }

    [Fact]
    public void A_text_without_the_word_is_shown_from_its_beginning() =>
        Assert.Equal("kort en bondig", Shown(Highlight.Snippet("kort  en\nbondig", ["zee"], 100)));

    private static string Shown(IEnumerable<HighlightPart> parts) =>
        string.Concat(parts.Select(part => part.Found ? $"[{part.Text}]" : part.Text));
}
