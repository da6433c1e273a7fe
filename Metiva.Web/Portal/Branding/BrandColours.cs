using System.Globalization;

namespace Metiva.Web.Portal.Branding;

/// <summary>
/// Colours that go with a company's own: whatever it chose, text stays readable. Contrast is that of WCAG 2.2, and at least 4.5 to 1
/// as it asks of ordinary text.
/// </summary>
/// <param name="Brand">The company's colour, #rrggbb.</param>
/// <param name="OnBrand">Text on the company's colour.</param>
/// <param name="OnLight">The company's colour as text on a light page, made darker until it is readable.</param>
/// <param name="OnDark">The company's colour as text on a dark page, made lighter until it is readable.</param>
public sealed record BrandColours(string Brand, string OnBrand, string OnLight, string OnDark)
{
    /// <summary>The least contrast of ordinary text.</summary>
    public const double Readable = 4.5;

    // The lightest and darkest grounds that pages and cards have.
    private static readonly Rgb LightGround = Rgb.Parse("#eef0f4");
    private static readonly Rgb DarkGround = Rgb.Parse("#262b36");
    private static readonly Rgb White = Rgb.Parse("#ffffff");
    private static readonly Rgb Black = Rgb.Parse("#000000");

    /// <summary>The colours that go with #rrggbb.</summary>
    /// <exception cref="FormatException">Not a colour.</exception>
    public static BrandColours For(string brand)
    {
        var colour = Rgb.Parse(brand);
        var onBrand = Contrast(colour, White) >= Contrast(colour, Black) ? White : Black;
        return new BrandColours(
            colour.ToString(),
            onBrand.ToString(),
            Towards(Black, colour, LightGround).ToString(),
            Towards(White, colour, DarkGround).ToString()
        );
    }

    /// <summary>The contrast of two colours, from 1 to 21.</summary>
    public static double Contrast(string one, string other) => Contrast(Rgb.Parse(one), Rgb.Parse(other));

    /// <summary>As values of CSS custom properties.</summary>
    public string ToStyle() => $"--brand:{Brand};--on-brand:{OnBrand};--brand-on-light:{OnLight};--brand-on-dark:{OnDark}";

    private static double Contrast(Rgb one, Rgb other)
    {
        var (lighter, darker) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static Rgb Towards(Rgb end, Rgb colour, Rgb ground)
    {
        const int Steps = 50;
        for (var step = 0; step < Steps; step++)
        {
            var mixed = colour.Mix(end, step / (double)Steps);
            if (Contrast(mixed, ground) >= Readable)
            {
                return mixed;
            }
        }

        return end;
    }

    private readonly record struct Rgb(byte Red, byte Green, byte Blue)
    {
        public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

        public static Rgb Parse(string text) =>
            text is ['#', ..]
            && text.Length == 7
            && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value)
                : throw new FormatException($"'{text}' is not a colour.");

        public Rgb Mix(Rgb other, double part) =>
            new(Mix(Red, other.Red, part), Mix(Green, other.Green, part), Mix(Blue, other.Blue, part));

        public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

        private static byte Mix(byte from, byte to, double part) => (byte)Math.Round(from + ((to - from) * part));

        private static double Linear(byte channel)
        {
            var share = channel / 255d;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }
}
