using Metiva.Tenancy.Files;
using Xunit;

namespace Metiva.Tests.Files;

public sealed class DownloadNameTests
{
    [Theory]
    [InlineData("offerte.pdf", "offerte.pdf")]
    [InlineData("Één voorstel (2).docx", "Één voorstel (2).docx")]
    [InlineData("提案🙂.png", "提案🙂.png")]
    [InlineData("..\\..\\evil.exe", "evil.exe")]
    [InlineData("a/b", "b")]
    [InlineData("C:\\Users\\jan\\plan.txt", "plan.txt")]
    [InlineData("C:plan.txt", "C_plan.txt")]
    [InlineData("plan.txt:stroom", "plan.txt_stroom")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("\u2066a\u200Bb\u2069\u061C.txt", "ab.txt")]
    [InlineData("a\r\nSet-Cookie: x\u0000\u0085.txt", "aSet-Cookie_ x.txt")]
    [InlineData("a\u2028b.txt", "a b.txt")]
    [InlineData("factuur.pdf                                .exe", "factuur.pdf .exe")]
    [InlineData("what? \"<that>\"|*.txt", "what_ __that____.txt")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("nul .tar.gz", "_nul .tar.gz")]
    [InlineData("COM1.log", "_COM1.log")]
    [InlineData("LPT².log", "_LPT².log")]
    [InlineData("contact.txt", "contact.txt")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("naam. . ", "naam")]
    [InlineData("", "file")]
    [InlineData("..", "file")]
    [InlineData("a/", "file")]
    [InlineData("\u202E\u0007", "file")]
    public void It_is_safe_and_keeps_what_it_can(string name, string safe)
    {
        Assert.Equal(safe, DownloadName.Of(name));
        Assert.Equal(safe, DownloadName.Of(safe));
    }

    [Fact]
    public void A_long_one_is_cut_and_keeps_its_ending()
    {
        Assert.Equal(new string('a', 116) + ".pdf", DownloadName.Of(new string('a', 300) + ".pdf"));
        Assert.Equal(new string('a', 120), DownloadName.Of(new string('a', 300)));
        Assert.Equal(new string('a', 120), DownloadName.Of(new string('a', 150) + "." + new string('b', 150)));
    }

    [Fact]
    public void A_character_of_two_parts_is_not_cut_in_two()
    {
        var name = DownloadName.Of("a" + string.Concat(Enumerable.Repeat("🙂", 200)) + ".jpeg");
        Assert.Equal("a" + string.Concat(Enumerable.Repeat("🙂", 57)) + ".jpeg", name);
        Assert.Equal("a.txt", DownloadName.Of("\uD83Da.txt"));
    }
}
