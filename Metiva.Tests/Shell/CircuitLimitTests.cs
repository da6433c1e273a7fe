using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>How many pages may be open at a time and how much each may send, in a real browser.</summary>
public sealed class CircuitLimitTests
{
    private static readonly CompanyId Bakery = DemoCompanies.Bakery.Id;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [BrowserFact]
    public async Task Who_has_as_many_pages_open_as_they_may_is_told_so_until_one_is_closed()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:PersonCircuits=1"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        var circuits = server.Services.GetRequiredService<CircuitMonitor>();
        await using (var first = await BrowserSession.OpenAsync(server.Address, owner))
        {
            Assert.True((await first.GoAsync("/workspace/invoices")).Ok);
            using var client = server.Client(owner);
            using var refused = await client.GetAsync("/workspace/invoices");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("TooManyPages", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            // What is no page is served, and so is everybody else.
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account/sessions")).StatusCode);
            var colleague = await server.AddPersonAsync("Collega", Bakery, Role.Finance);
            using var other = server.Client(await server.SignInAsync(colleague, Bakery));
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/workspace/invoices")).StatusCode);
            await first.Page.CloseAsync(new() { RunBeforeUnload = true });
            await Eventually.TrueAsync(() => circuits.Count == 0, Patience);
        }

        await using var again = await BrowserSession.OpenAsync(server.Address, owner);
        Assert.True((await again.GoAsync("/workspace/invoices")).Ok);
    }

    [BrowserFact]
    public async Task All_people_of_a_company_together_have_a_number_of_pages_and_another_company_has_its_own()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:CompanyCircuits=1"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        await using var first = await BrowserSession.OpenAsync(server.Address, owner);
        Assert.True((await first.GoAsync("/workspace/invoices")).Ok);
        var colleague = await server.AddPersonAsync("Collega", Bakery, Role.Finance);
        using var client = server.Client(await server.SignInAsync(colleague, Bakery));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync("/workspace/invoices")).StatusCode);
        var elsewhere = await server.AddPersonAsync("Elders", DemoCompanies.Bicycles.Id, Role.Finance);
        using var other = server.Client(await server.SignInAsync(elsewhere, DemoCompanies.Bicycles.Id));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/workspace/invoices")).StatusCode);
    }

    [BrowserFact]
    public async Task A_message_that_is_too_large_ends_its_own_circuit_and_no_other()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:CircuitMessageBytes=20000"]);
        var owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
        await using var sender = await BrowserSession.OpenAsync(server.Address, owner);
        await using var bystander = await BrowserSession.OpenAsync(server.Address, owner);
        await sender.GoAsync("/workspace/invoices");
        await bystander.GoAsync("/workspace/invoices");
        var (before, theirs) = (sender.Sockets, bystander.Sockets);
        await sender.Page.EvaluateAsync("() => Blazor.navigateTo('/workspace/invoices?q=' + 'a'.repeat(15000), false)");
        await sender.Page.WaitForTimeoutAsync(0);
        Assert.Equal(before, sender.Sockets);
        await sender.Page.EvaluateAsync("() => Blazor.navigateTo('/workspace/invoices?q=' + 'a'.repeat(25000), false)");

        // The browser comes back over a new line.
        await Eventually.TrueAsync(() => sender.Sockets > before, Patience);
        Assert.Equal(theirs, bystander.Sockets);
    }
}
