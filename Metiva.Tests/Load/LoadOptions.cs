using System.Globalization;

namespace Metiva.Tests.Load;

/// <summary>How much load, for how long, on what. The defaults are the load that docs/load.md is about.</summary>
internal sealed record LoadOptions
{
    /// <summary>Pages open at a time.</summary>
    public int Circuits { get; init; } = 200;

    /// <summary>Seconds between two clicks in one of them.</summary>
    public int Every { get; init; } = 5;

    /// <summary>Plain requests a second, beside the circuits.</summary>
    public int Requests { get; init; } = 300;

    /// <summary>How long the load grows before it is whole. What goes wrong then counts, how long it took does not.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it stays whole.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Processors for the host.</summary>
    public int Cores { get; init; } = 2;

    /// <summary>Megabytes for the host.</summary>
    public int Memory { get; init; } = 4096;

    /// <summary>Reads <c>--circuits 200 --every 5 --requests 300 --ramp 60 --minutes 5 --cores 2 --memory 4096</c>, any of them.</summary>
    /// <exception cref="FormatException">It is none of that; the message says how it is used.</exception>
    public static LoadOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new LoadOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var text = index + 1 < arguments.Count ? arguments[index + 1] : "";
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value <= 0)
            {
                throw Wrong($"'{arguments[index]} {text}' has no number above 0");
            }

            var whole =
                arguments[index] == "--minutes" || value == Math.Floor(value) ? (int)value : throw Wrong($"{text} is not a whole number");
            options = arguments[index] switch
            {
                "--circuits" => options with { Circuits = whole },
                "--every" => options with { Every = whole },
                "--requests" => options with { Requests = whole },
                "--ramp" => options with { Ramp = TimeSpan.FromSeconds(whole) },
                "--minutes" => options with { Time = TimeSpan.FromMinutes(value) },
                "--cores" => options with { Cores = whole },
                "--memory" => options with { Memory = whole },
                var other => throw Wrong($"there is no {other}"),
            };
        }

        return options;
    }

    private static FormatException Wrong(string why) =>
        new($"load [--circuits 200] [--every 5] [--requests 300] [--ramp 60] [--minutes 5] [--cores 2] [--memory 4096]: {why}.");
}
