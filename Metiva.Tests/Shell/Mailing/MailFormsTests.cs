using Metiva.Web.Shell.Mailing;
using Xunit;

namespace Metiva.Tests.Shell.Mailing;

public sealed class MailFormsTests
{
    private static readonly MailLetter Letter = new(
        "Factuur <1>",
        ["Beste \"Zoë\" & co,", "Eerste regel\r\ntweede <script>alert(1)</script>"]
    )
    {
        Items = ["een", "twee"],
        Facts = [("Totaal", "€ 1,21")],
        Action = ("Bekijk", "https://metiva.example/?a=1&b=\"x\""),
        Footer = "Omdat je klant bent.",
        Signature = "Alfa B.V.\nAmsterdam",
    };

    [Fact]
    public void As_plain_text_it_reads_like_a_letter()
    {
        var text = MailForms.ToText(Letter);
        Assert.Equal(
            """
            Beste "Zoë" & co,

            Eerste regel
            tweede <script>alert(1)</script>

            - een
            - twee

            Totaal: € 1,21

            Bekijk:
            https://metiva.example/?a=1&b="x"

            Omdat je klant bent.

            --_
            Alfa B.V.
            Amsterdam

            """.Replace("--_", "-- ", StringComparison.Ordinal).ReplaceLineEndings("\n"),
            text
        );
    }

    [Fact]
    public void As_html_it_says_the_same_and_nothing_in_it_is_markup()
    {
        var html = MailForms.ToHtml(Letter, "nl");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Beste &quot;Zoë&quot; &amp; co,", html, StringComparison.Ordinal);
        Assert.Contains("Eerste regel<br>tweede &lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://metiva.example/?a=1&amp;b=&quot;x&quot;\"", html, StringComparison.Ordinal);
        Assert.Contains("<title>Factuur &lt;1&gt;</title>", html, StringComparison.Ordinal);
        foreach (var said in new[] { "<li>een</li>", "Totaal", "1,21", "Omdat je klant bent.", "Alfa B.V.<br>Amsterdam" })
        {
            Assert.Contains(said, html, StringComparison.Ordinal);
        }
    }
}
