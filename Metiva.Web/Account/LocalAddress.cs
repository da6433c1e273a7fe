namespace Metiva.Web.Identity;

/// <summary>Keeps redirects inside this application.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this application, else the home page.</summary>
    public static string OrHome(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>
    /// Whether it is a path and nothing else. Two slashes, or a slash and a backslash, start another host's address; browsers drop
    /// control characters, so these could hide one.
    /// </summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
