using System.Net;
using Metiva.Domain.Access;
using Metiva.Tenancy.Binding;
using Metiva.Web.Development;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Support;

public sealed class BrowserTests
{
    [BrowserFact]
    public async Task A_page_is_drawn_by_its_circuit_without_an_error_in_the_console()
    {
        await using var server = await MetivaServer.StartAsync();
        var owner = DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery);
        await using var browser = await BrowserSession.OpenAsync(server.Address, await server.SignInAsync(owner, DemoCompanies.Bakery));

        var response = await browser.GoAsync("/");

        Assert.Equal((int)HttpStatusCode.OK, response.Status);
        Assert.Contains("JS.RenderBatch", browser.ReceivedText, StringComparison.Ordinal);
        Assert.True(browser.Errors.Count == 0, string.Join('\n', browser.Errors));
    }

    [Fact]
    public async Task A_person_of_one_company_signs_in_through_the_issuer_and_is_bound_to_it()
    {
        await using var server = await MetivaServer.StartAsync();

        using var browser = await server.SignInThroughIssuerAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery));

        Assert.Equal((HttpStatusCode.OK, "/"), (browser.Status, browser.Address.AbsolutePath));
        Assert.Contains(DemoCompanies.Bakery.Name, browser.Body, StringComparison.Ordinal);
        Assert.NotNull(browser.SignInCookieOf());
    }

    [Fact]
    public async Task A_second_node_on_the_same_files_takes_the_first_ones_cookie()
    {
        await using var server = await MetivaServer.StartAsync();
        var signedIn = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        await using var second = await MetivaProcess.StartAsync(server.DataDirectory);
        using var client = second.Client(signedIn);

        var home = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.Contains(DemoCompanies.Bakery.Name, await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, server.Services.GetRequiredService<BindingCounters>().Of(BindingOutcome.Bound));
    }
}
