namespace Metiva.Web.Identity;

/// <summary>A short name for what a browser calls itself, so that people recognise their own.</summary>
internal static class BrowserName
{
    private const int Longest = 40;

    // The order matters: every newer browser also names the older ones.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>For instance <c>Firefox, Windows</c>; null when it called itself nothing.</summary>
    public static string? Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return null;
        }

        var browser = Find(userAgent, Browsers);
        var system = Find(userAgent, Systems);
        return browser is null ? userAgent[..Math.Min(userAgent.Length, Longest)]
            : system is null ? browser
            : $"{browser}, {system}";
    }

    private static string? Find(string userAgent, (string Sign, string Name)[] known) =>
        known.FirstOrDefault(pair => userAgent.Contains(pair.Sign, StringComparison.Ordinal)).Name;
}
