using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Shell.Localisation;

/// <summary>What the person chose on this browser: language and theme, from a plain cookie that the profile page writes.</summary>
internal static class BrowserPreferences
{
    internal const string CookieName = "metiva-prefs";
    internal const string Light = "light";
    internal const string Dark = "dark";
    internal const string Device = "device";

    /// <summary>light, dark, or device when nothing was chosen.</summary>
    internal static string ThemeOf(HttpRequest? request) => Read(request, "theme") is (Light or Dark) and var theme ? theme : Device;

    /// <summary>nl, en, or null when nothing was chosen.</summary>
    internal static string? LanguageOf(HttpRequest? request) => Read(request, "lang") is ("nl" or "en") and var language ? language : null;

    private static string? Read(HttpRequest? request, string name) =>
        request?.Cookies[CookieName] is { Length: > 0 } cookie && QueryHelpers.ParseQuery(cookie).TryGetValue(name, out var value)
            ? value.ToString()
            : null;
}
