using System.Globalization;

namespace Metiva.Web.Development.Demo;

/// <summary>The drawing in a demo company's logo.</summary>
internal enum DemoMark
{
    Star,
    Loaf,
    Wheels,
    Leaf,
}

/// <summary>Draws the logos: a white mark on a rounded square in the brand colour.</summary>
internal static class DemoLogo
{
    private const int Size = 192;
    private const int Samples = 3;

    /// <summary>A PNG with a transparent background.</summary>
    public static byte[] Draw(DemoMark mark, string colour)
    {
        var brand = new[] { Channel(colour, 1), Channel(colour, 3), Channel(colour, 5) };
        var pixels = new byte[Size * Size * 4];
        for (var index = 0; index < Size * Size; index++)
        {
            var (square, shape) = Coverage(mark, index % Size, index / Size);
            var inside = square == 0 ? 0 : (double)shape / square;
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(index * 4) + channel] = (byte)(brand[channel] + ((255 - brand[channel]) * inside));
            }

            pixels[(index * 4) + 3] = (byte)(255 * square / (Samples * Samples));
        }

        return DemoPng.Write(Size, Size, pixels);
    }

    // How many of the pixel's sample points lie in the square, and how many of these in the mark: soft edges.
    private static (int Square, int Shape) Coverage(DemoMark mark, int column, int row)
    {
        int square = 0,
            shape = 0;
        for (var sample = 0; sample < Samples * Samples; sample++)
        {
            var x = ((column + ((sample % Samples + 0.5) / Samples)) / Size * 2) - 1;
            var y = ((row + ((sample / Samples + 0.5) / Samples)) / Size * 2) - 1;
            if (InSquare(x, y))
            {
                square++;
                shape += InMark(mark, x, y) ? 1 : 0;
            }
        }

        return (square, shape);
    }

    private static bool InSquare(double x, double y) => Math.Pow(x, 6) + Math.Pow(y, 6) <= 0.9;

    private static bool InMark(DemoMark mark, double x, double y) =>
        mark switch
        {
            DemoMark.Star => Math.Pow(Math.Abs(x), 0.5) + Math.Pow(Math.Abs(y), 0.5) <= 0.84,
            DemoMark.Loaf => (x * x / 0.5) + (y * y / 0.2) <= 1 && Math.Abs(((x + (y * 0.6) + 2.07) % 0.36) - 0.18) > 0.045,
            DemoMark.Wheels => InRing(x + 0.36, y - 0.18, 0.3) || InRing(x - 0.36, y - 0.18, 0.3) || InFrame(x, y),
            DemoMark.Leaf => Math.Sqrt(((x + 0.42) * (x + 0.42)) + (y * y)) <= 0.78
                && Math.Sqrt(((x - 0.42) * (x - 0.42)) + (y * y)) <= 0.78
                && (Math.Abs(x) > 0.035 || y < -0.35),
            _ => false,
        };

    private static bool InRing(double x, double y, double radius) => Math.Abs(Math.Sqrt((x * x) + (y * y)) - radius) <= 0.05;

    private static bool InFrame(double x, double y) =>
        Near(x, y, -0.36, 0.18, -0.1, -0.3)
        || Near(x, y, -0.1, -0.3, 0.26, -0.3)
        || Near(x, y, 0.26, -0.3, 0.36, 0.18)
        || Near(x, y, -0.1, -0.3, 0.04, 0.18)
        || Near(x, y, 0.04, 0.18, 0.26, -0.3);

    // Whether the point lies within a hand's breadth of the line between two others.
    private static bool Near(double x, double y, double fromX, double fromY, double toX, double toY)
    {
        var (dx, dy) = (toX - fromX, toY - fromY);
        var along = Math.Clamp((((x - fromX) * dx) + ((y - fromY) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(x - fromX - (along * dx), 2) + Math.Pow(y - fromY - (along * dy), 2)) <= 0.045;
    }

    private static int Channel(string colour, int at) =>
        int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
