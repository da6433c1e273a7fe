using Microsoft.AspNetCore.WebUtilities;

namespace Metiva.Web.Identity;

/// <summary>Language and theme of this browser's person, in a plain cookie that is read before anything is shown.</summary>
/// <param name="Language"><c>nl</c> or <c>en</c>; null follows the browser.</param>
/// <param name="Theme"><c>light</c> or <c>dark</c>; null follows the device.</param>
public sealed record Preferences(string? Language, string? Theme)
{
    /// <summary>The cookie's name; its value, once unescaped, looks like <c>lang=nl&amp;theme=dark</c>.</summary>
    public const string CookieName = "metiva-prefs";

    /// <summary>The languages there are.</summary>
    public static readonly IReadOnlyList<string> Languages = ["nl", "en"];

    /// <summary>The themes there are.</summary>
    public static readonly IReadOnlyList<string> Themes = ["light", "dark"];

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Reads the cookie; anything that is no known value counts as not set.</summary>
    public static Preferences Read(HttpRequest request)
    {
        var pairs = QueryHelpers.ParseQuery(request.Cookies[CookieName]);
        return new Preferences(Known(pairs.GetValueOrDefault("lang"), Languages), Known(pairs.GetValueOrDefault("theme"), Themes));
    }

    /// <summary>The value when it is one of those, else null.</summary>
    public static string? Known(string? value, IReadOnlyList<string> values) => value is not null && values.Contains(value) ? value : null;

    internal static void Write(HttpResponse response, Preferences preferences)
    {
        var options = new CookieOptions
        {
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = response.HttpContext.Request.IsHttps,
            IsEssential = true,
        };
        var (language, theme) = preferences;
        if (language is null && theme is null)
        {
            // Another person may have used this browser before.
            response.Cookies.Delete(CookieName, options);
            return;
        }

        options.MaxAge = Lifetime;
        response.Cookies.Append(
            CookieName,
            string.Join(
                '&',
                new[] { language is null ? null : "lang=" + language, theme is null ? null : "theme=" + theme }.OfType<string>()
            ),
            options
        );
    }
}
