using System.Net;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Control;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Memberships;

/// <summary>The page behind an invitation's link, over HTTP, for a member of another company.</summary>
public sealed class InvitationPageTests(ControlPagesTests.Server fixture) : IClassFixture<ControlPagesTests.Server>, IAsyncLifetime
{
    private readonly MetivaServer host = fixture.Host;
    private ServerPerson guest = null!;

    public async Task InitializeAsync() => guest = await host.AddPersonAsync("Gijs Nieuw", DemoCompanies.Bicycles.Id, Role.Client);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Whoever_is_invited_joins_with_one_press()
    {
        var secret = await InviteAsync();
        using var browser = await BrowserAsync();
        await browser.GoAsync("/account/invitation/" + secret);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(DemoCompanies.Bakery.Name, browser.Body, StringComparison.Ordinal);

        await browser.PressAsync("#accept");
        Assert.Contains(browser.Redirects, address => address.AbsolutePath == "/account/invitation/accept");
        var joined = host.Services.GetRequiredService<Snapshots>().Memberships.Find(guest.Id, DemoCompanies.Bakery.Id);
        Assert.Equal(RoleSet.Of(Role.Marketing), joined?.Roles);

        await browser.GoAsync("/account/invitation/" + secret);
        Assert.Null(browser.Document.QuerySelector("#accept"));
    }

    [Fact]
    public async Task Declining_closes_the_door()
    {
        var secret = await InviteAsync();
        using var browser = await BrowserAsync();
        await browser.GoAsync("/account/invitation/" + secret);
        await browser.PressAsync("#decline");
        Assert.Equal("/account/invitation-declined", browser.Address.AbsolutePath);
        await browser.GoAsync("/account/invitation/" + secret);
        Assert.Null(browser.Document.QuerySelector("#accept"));
        Assert.Null(host.Services.GetRequiredService<Snapshots>().Memberships.Find(guest.Id, DemoCompanies.Bakery.Id));
    }

    [Fact]
    public async Task A_post_without_the_form_s_token_does_nothing()
    {
        var secret = await InviteAsync();
        using var client = host.Client(await SignedInAsync());
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("secret", secret)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/account/invitation/accept", form)).StatusCode);
        Assert.Null(host.Services.GetRequiredService<Snapshots>().Memberships.Find(guest.Id, DemoCompanies.Bakery.Id));
    }

    [Fact]
    public async Task Who_is_not_signed_in_signs_in_first_and_comes_back()
    {
        var secret = await InviteAsync();
        using var browser = new HttpBrowser(host.Address);
        await browser.GoAsync("/account/invitation/" + secret);
        Assert.StartsWith("/account/sign-in", browser.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("/account/invitation/" + secret), browser.Address.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_secret_is_not_found()
    {
        using var browser = await BrowserAsync();
        await browser.GoAsync("/account/invitation/" + new string('A', 43));
        Assert.Equal(HttpStatusCode.Gone, browser.Status);
        Assert.NotNull(browser.Document.QuerySelector("[role=alert]"));
        await browser.GoAsync("/account/invitation/x?problem=invitations.taken");
        Assert.Equal(HttpStatusCode.Gone, browser.Status);
    }

    private async Task<string> InviteAsync()
    {
        var owner = await host.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        using var scope = host.Services.CreateScope();
        var bench = new BenchPerson(owner.Person.Id, owner.Session, DemoCompanies.Bakery.Id, owner.Person.Name);
        scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(host.Services.GetRequiredService<Binder>().Bind(bench.Principal()));
        var invite = scope.ServiceProvider.GetRequiredService<InviteMember>();
        return (await invite.Run(new("gijs@nieuw.example", RoleSet.Of(Role.Marketing)), CancellationToken.None)).Value.Secret;
    }

    private Task<SignedIn> SignedInAsync() => host.SignInAsync(guest, company: null);

    private async Task<HttpBrowser> BrowserAsync()
    {
        var signedIn = await SignedInAsync();
        var browser = new HttpBrowser(host.Address);
        browser.Cookies[signedIn.CookieName] = signedIn.CookieValue;
        return browser;
    }
}
