using Metiva.Tenancy.Search;
using Xunit;

namespace Metiva.Tests.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Café Zeezicht", "\"cafe\"* \"zeezicht\"*")]
    [InlineData("CAFE\u0301", "\"cafe\"*")]
    [InlineData("2026-0001", "\"2026\"* \"0001\"*")]
    [InlineData("\"a\" OR b* NEAR(cd, 2) NOT ^e", "\"a\"* \"or\"* \"b\"* \"near\"* \"cd\"* \"2\"* \"not\"* \"e\"*")]
    [InlineData("info@devries.example", "\"info\"* \"devries\"* \"example\"*")]
    [InlineData("日本語", "\"日本語\"*")]
    public void What_is_typed_becomes_beginnings_of_words_and_nothing_in_it_is_an_operator(string typed, string expected) =>
        Assert.Equal(expected, SearchWords.Expression(SearchWords.Typed(typed)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  -- ' \" * ( ")]
    [InlineData("a")]
    [InlineData("a b c")]
    [InlineData("\U0001F600")]
    public void Nothing_is_looked_for_where_no_word_has_two_letters(string? typed) => Assert.Empty(SearchWords.Typed(typed));

    [Fact]
    public void A_long_text_is_cut_to_eight_words() =>
        Assert.Equal(SearchWords.Most, SearchWords.Typed(string.Join(' ', Enumerable.Range(10, 90))).Count);

    [Fact]
    public void A_server_without_an_index_gets_the_same_words()
    {
        var folded = SearchWords.Fold("Café \"De Zee\"", "Überprüfung/2026");
        Assert.Equal(" cafe de zee uberprufung 2026", folded);
        var words = SearchWords.Typed("café ze");
        Assert.Equal(
            ("% cafe%", "% ze%", "%"),
            (SearchWords.Pattern(words, 0), SearchWords.Pattern(words, 1), SearchWords.Pattern(words, 2))
        );
    }
}
