using Metiva.Web.Portal.Branding;
using Xunit;

namespace Metiva.Tests.Portal;

public sealed class BrandColoursTests
{
    [Fact]
    public void Text_stays_readable_whatever_colour_a_company_has()
    {
        for (var red = 0; red <= 255; red += 17)
        {
            for (var green = 0; green <= 255; green += 17)
            {
                for (var blue = 0; blue <= 255; blue += 17)
                {
                    var colours = BrandColours.For($"#{red:x2}{green:x2}{blue:x2}");
                    Assert.True(BrandColours.Contrast(colours.Brand, colours.OnBrand) >= BrandColours.Readable, colours.ToString());
                    Assert.True(
                        BrandColours.Contrast(colours.OnLight, BrandColours.LightGround) >= BrandColours.Readable,
                        colours.ToString()
                    );
                    Assert.True(BrandColours.Contrast(colours.OnLight, colours.SoftLight) >= BrandColours.Readable, colours.ToString());
                    Assert.True(BrandColours.Contrast(colours.OnDark, colours.SoftDark) >= BrandColours.Readable, colours.ToString());
                    Assert.True(
                        BrandColours.Contrast(colours.OnDark, BrandColours.DarkGround) >= BrandColours.Readable,
                        colours.ToString()
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("#ffffff", "#000000", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#123456", "#123456", 1)]
    public void Contrast_is_that_of_WCAG(string one, string other, double contrast) =>
        Assert.Equal(contrast, BrandColours.Contrast(one, other), 0.01);

    [Fact]
    public void A_colour_that_is_readable_already_stays_as_it_is() => Assert.Equal("#1e3a8a", BrandColours.For("#1e3a8a").OnLight);

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("#12 456")]
    [InlineData("#gggggg")]
    [InlineData("#fff;}")]
    public void Nothing_but_a_colour_gets_into_a_style(string text) => Assert.Throws<FormatException>(() => BrandColours.For(text));
}
