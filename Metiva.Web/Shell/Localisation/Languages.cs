using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Metiva.Web.Shell.Localisation;

/// <summary>The languages: Dutch unless the person, or else the browser, asks for English.</summary>
internal static class Languages
{
    /// <summary>Dutch as written in the Netherlands.</summary>
    internal const string Dutch = "nl-NL";

    /// <summary>English with days before months, as its readers here expect.</summary>
    internal const string English = "en-GB";

    internal static void Configure(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Dutch).AddSupportedCultures(Dutch, English).AddSupportedUICultures(Dutch, English);
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders = [new CustomRequestCultureProvider(context => Task.FromResult(Choose(context.Request)))];
    }

    private static ProviderCultureResult? Choose(HttpRequest request) =>
        (BrowserPreferences.LanguageOf(request) ?? Accepted(request)) switch
        {
            "nl" => new ProviderCultureResult(Dutch),
            "en" => new ProviderCultureResult(English),
            _ => null,
        };

    // By the language alone: a browser that asks for en-US gets English, not the default.
    private static string? Accepted(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value?.Split('-')[0].ToLower(CultureInfo.InvariantCulture))
            .FirstOrDefault(language => language is "nl" or "en");
}
