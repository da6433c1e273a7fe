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
/// <param name="SoftLight">A hint of the company's colour, as a ground on a light page.</param>
/// <param name="SoftDark">The same on a dark page.</param>
public sealed record BrandColours(string Brand, string OnBrand, string OnLight, string OnDark, string SoftLight, string SoftDark)
{
    /// <summary>The least contrast of ordinary text.</summary>
    public const double Readable = 4.5;

    /// <summary>The ground of a light page that is hardest to read on: app.css, --sunken.</summary>
    internal const string LightGround = "#eff1f5";

    /// <summary>The same of a dark page.</summary>
    internal const string DarkGround = "#1d222a";

    private const double SoftPart = 0.1;
    private static readonly Rgb White = Rgb.Parse("#ffffff");
    private static readonly Rgb Black = Rgb.Parse("#000000");
    private static readonly Rgb DarkSurface = Rgb.Parse("#161a20");

    /// <summary>The colours that go with #rrggbb.</summary>
    /// <exception cref="FormatException">Not a colour.</exception>
    public static BrandColours For(string brand)
    {
        var colour = Rgb.Parse(brand);
        var onBrand = Contrast(colour, White) >= Contrast(colour, Black) ? White : Black;
        var (softLight, softDark) = (White.Mix(colour, SoftPart), DarkSurface.Mix(colour, SoftPart));
        return new BrandColours(
            colour.ToString(),
            onBrand.ToString(),
            Towards(Black, colour, Rgb.Parse(LightGround), softLight).ToString(),
            Towards(White, colour, Rgb.Parse(DarkGround), softDark).ToString(),
            softLight.ToString(),
            softDark.ToString()
        );
    }

    /// <summary>The contrast of two colours, from 1 to 21.</summary>
    public static double Contrast(string one, string other) => Contrast(Rgb.Parse(one), Rgb.Parse(other));

    /// <summary>As values of CSS custom properties; the stylesheet makes them the portal's accent.</summary>
    public string ToStyle() =>
        $"--brand:{Brand};--on-brand:{OnBrand};--brand-on-light:{OnLight};--brand-on-dark:{OnDark};"
        + $"--brand-soft-light:{SoftLight};--brand-soft-dark:{SoftDark}";

    private static double Contrast(Rgb one, Rgb other)
    {
        var (lighter, darker) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static Rgb Towards(Rgb end, Rgb colour, params ReadOnlySpan<Rgb> grounds)
    {
        const int Steps = 50;
        for (var step = 0; step < Steps; step++)
        {
            var mixed = colour.Mix(end, step / (double)Steps);
            if (IsReadable(mixed, grounds))
            {
                return mixed;
            }
        }

        return end;
    }

    private static bool IsReadable(Rgb text, ReadOnlySpan<Rgb> grounds)
    {
        foreach (var ground in grounds)
        {
            if (Contrast(text, ground) < Readable)
            {
                return false;
            }
        }

        return true;
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
