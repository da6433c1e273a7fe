using Metiva.Tests.Support;
using Metiva.Web.Identity;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The host with the test issuer as its Entra ID.</summary>
public sealed class TestIssuerServer : IAsyncLifetime
{
    internal TestIssuer Issuer { get; private set; } = null!;

    internal MetivaServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        Server = await MetivaServer.StartAsync(settings: Issuer.Settings);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>A browser that has not been here yet, and an issuer that does everything right.</summary>
    internal Browser NewBrowser()
    {
        Issuer.Reset();
        return new Browser(Server.Address);
    }

    /// <summary>The lines that say why a sign-in was refused, since that many lines ago.</summary>
    internal string[] LogSince(int before) => [.. Server.Log.Lines.Skip(before)];

    internal static bool GotCookie(Browser browser) =>
        browser.Steps.Any(step => step.SetCookies.Any(cookie => cookie.StartsWith(SignInCookie.Name + "=", StringComparison.Ordinal)));
}
