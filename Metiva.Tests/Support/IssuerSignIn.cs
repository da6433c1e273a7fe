using Metiva.Web.Development;
using Metiva.Web.Identity;

namespace Metiva.Tests.Support;

/// <summary>Signs in the way a person does: over HTTP, through the development issuer and its page.</summary>
internal static class IssuerSignIn
{
    /// <summary>A browser that just signed in. It is on the page that the application showed then.</summary>
    public static async Task<HttpBrowser> SignInThroughIssuerAsync(this MetivaServer server, DemoPerson person, string returnUrl = "/")
    {
        var browser = new HttpBrowser(server.Address);
        await browser.SignInThroughIssuerAsync(person, returnUrl);
        return browser;
    }

    /// <summary>Signs in with this browser.</summary>
    public static async Task SignInThroughIssuerAsync(this HttpBrowser browser, DemoPerson person, string returnUrl = "/")
    {
        await browser.GoAsync($"{SignInPages.Start}?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await browser.PressAsync($"button[name=person][value='{person.Oid}']");
    }

    /// <summary>The sign-in cookie that the browser holds, for a <see cref="BrowserSession"/>; null when it holds none.</summary>
    public static string? SignInCookieOf(this HttpBrowser browser) =>
        browser.Cookies.TryGetValue(SignInCookie.Name, out var value) ? value : null;
}
