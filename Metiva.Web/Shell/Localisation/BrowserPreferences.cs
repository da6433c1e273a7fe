using Metiva.Web.Identity;

namespace Metiva.Web.Shell.Localisation;

/// <summary>The theme and the language that the person chose on this browser, as the shell needs them.</summary>
internal static class BrowserPreferences
{
    internal const string Light = "light";
    internal const string Dark = "dark";
    internal const string Device = "device";

    /// <summary>light, dark, or device when nothing was chosen.</summary>
    internal static string ThemeOf(HttpRequest? request) => request is null ? Device : Preferences.Read(request).Theme ?? Device;

    /// <summary>nl, en, or null when nothing was chosen.</summary>
    internal static string? LanguageOf(HttpRequest request) => Preferences.Read(request).Language;
}
