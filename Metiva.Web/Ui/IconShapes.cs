using System.Collections.Frozen;

namespace Metiva.Web.Ui;

/// <summary>The icons, drawn on a grid of 24 by 24 with one line.</summary>
public static class IconShapes
{
    private static readonly FrozenDictionary<string, string> Shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["home"] = "M4 11 12 4l8 7M6 9.5V20h4v-5h4v5h4V9.5",
        ["invoice"] = "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
        ["review"] = "M4 5h16M4 12h8M4 19h6M14 16l2.5 2.5L21 14",
        ["contract"] = "M6 3h8l4 4v14H6zM14 3v4h4M9 17c1.5-3 2.5-3 3 0 .8-1.5 1.5-1.5 3 0",
        ["project"] = "M4 5h5v14H4zM10.5 5h4v9h-4zM16 5h4v6h-4z",
        ["file"] = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
        ["company"] = "M5 21V5l8-2v18M13 9h6v12M3 21h18M8 8h2M8 12h2M8 16h2M16 13h0M16 17h0",
        ["people"] =
            "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M15.5 4.5a3 3 0 0 1 0 6M17.5 14.5c2.3.7 3.5 2.5 3.5 5.5",
        ["person"] = "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7",
        ["audit"] = "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3",
        ["history"] = "M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4l3 2",
        ["settings"] =
            "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
        ["session"] = "M4 5h16v11H4zM9 20h6M12 16v4",
        ["sign-out"] = "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
        ["switch"] = "M7 4 4 7l3 3M4 7h13M17 14l3 3-3 3M20 17H7",
        ["eye"] = "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5s-7-2-9.5-6.5zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
        ["menu"] = "M4 7h16M4 12h16M4 17h16",
        ["close"] = "M6 6l12 12M18 6 6 18",
        ["search"] = "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.5 4.5",
        ["filter"] = "M4 6h16M7 12h10M10 18h4",
        ["plus"] = "M12 5v14M5 12h14",
        ["check"] = "M5 12.5 10 17.5 19 7",
        ["edit"] = "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
        ["trash"] = "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
        ["send-back"] = "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
        ["download"] = "M12 4v11M7.5 11 12 15.5 16.5 11M4 20h16",
        ["upload"] = "M12 16V5M7.5 9 12 4.5 16.5 9M4 20h16",
        ["arrow-up"] = "M12 19V5M6 11l6-6 6 6",
        ["arrow-down"] = "M12 5v14M6 13l6 6 6-6",
        ["arrow-right"] = "M5 12h14M13 6l6 6-6 6",
        ["chevron-left"] = "M15 5l-7 7 7 7",
        ["chevron-right"] = "M9 5l7 7-7 7",
        ["chevron-down"] = "M5 9l7 7 7-7",
        ["calendar"] = "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
        ["pulse"] = "M3 12h4l3 8 4-16 3 8h4",
        ["clock"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
        ["alert"] = "M12 4 2.5 20h19zM12 10v4M12 17h0",
        ["info"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8h0",
        ["lock"] = "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
        ["shield"] = "M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6z",
        ["inbox"] = "M4 13 7 5h10l3 8v6H4zM4 13h5l1.5 2.5h3L15 13h5",
        ["euro"] = "M18 6.5A7 7 0 1 0 18 17.5M4 10h9M4 14h8",
        ["reload"] = "M20 12a8 8 0 1 1-2.5-5.8M20 4v4h-4",
        ["database"] = "M5 6c0-4 14-4 14 0s-14 4-14 0zM5 6v12c0 4 14 4 14 0V6M5 12c0 4 14 4 14 0",
        ["sign"] = "M3 18c3-7 6-12 8-11s-5 10-2 10 4-5 6-5 0 4 2 4 2-2 4-2M3 21h18",
        ["theme"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7a5 5 0 0 1 0 10",
        ["bell"] = "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4",
        ["jobs"] =
            "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1",
        ["mail"] = "M3 6h18v12H3zM3 7l9 7 9-7",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name.</summary>
    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>The path of an icon.</summary>
    /// <exception cref="ArgumentException">There is no such icon.</exception>
    public static string Of(string name) =>
        Shapes.TryGetValue(name, out var shape) ? shape : throw new ArgumentException($"There is no icon '{name}'.", nameof(name));
}
