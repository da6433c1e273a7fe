using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Identity;
using Xunit;

namespace Metiva.Tests.Identity;

/// <summary>The host with its demo data and the embedded development issuer, as a clone starts it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    internal MetivaServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await MetivaServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal Browser NewBrowser() => new(Server.Address);

    /// <summary>Signs in as the person with that name, by picking them at the issuer.</summary>
    internal static async Task<Page> SignInAsync(Browser browser, string name, string returnUrl = "/account/sessions")
    {
        var pick = await browser.GoAsync($"/account/sign-in/start?returnUrl={Uri.EscapeDataString(returnUrl)}");
        return await PickAsync(browser, pick, name);
    }

    internal static Task<Page> PickAsync(Browser browser, Page pick, string name) =>
        browser.ClickAsync(pick, $"button[value='{Person(name).Oid}']");

    /// <summary>Chooses that company on the page of companies.</summary>
    internal static async Task<Page> ChooseAsync(Browser browser, DemoCompany company)
    {
        var page = await browser.GoAsync(SignInPages.Company);
        return await browser.ClickAsync(page, $"form:has(input[value='{company.Id}']) button");
    }

    internal static DemoPerson Person(string name) => DemoPeople.All.Single(person => person.Name == name);
}
