using Metiva.Domain.Access;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Limits;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>Who sends too much, or something too large, over a real socket: the host is set up to mind, and nobody else notices.</summary>
public sealed class CircuitFloodTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_flood_waits_for_its_turn_and_somebody_elsewhere_does_not()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Limits:PersonEventsPerSecond=1");
        using var http = Http(server);
        await using var flood = await StartAsync(server, http, DemoCompanies.Bakery);
        await using var bystander = await StartAsync(server, http, DemoCompanies.Bicycles);
        var pace = server.Services.GetRequiredService<CircuitPace>();

        await flood.SendAsync([.. Enumerable.Range(0, 200).Select(page => Visit(server, $"/?page={page}"))]);
        await Eventually.TrueAsync(() => pace.Slowed > 0, Patience);

        // At one a second it is busy with those for minutes.
        await bystander.InvokeAsync("OnLocationChanged", server.Address.AbsoluteUri, null, false).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_connection_that_sent_it_and_no_other()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Limits:CircuitMessageBytes=20000");
        using var http = Http(server);
        await using var sender = await StartAsync(server, http, DemoCompanies.Bakery);
        await using var bystander = await StartAsync(server, http, DemoCompanies.Bakery);
        await sender.InvokeAsync("OnLocationChanged", Address(server, 15_000), null, false);

        await Assert.ThrowsAsync<CircuitFailedException>(() =>
            sender.InvokeAsync("OnLocationChanged", Address(server, 25_000), null, false)
        );

        await sender.EndedAsync();
        await bystander.InvokeAsync("OnLocationChanged", server.Address.AbsoluteUri, null, false);
    }

    private static string Address(MetivaServer server, int letters) =>
        new Uri(server.Address, "/?q=" + new string('a', letters)).AbsoluteUri;

    private static HubMessage Visit(MetivaServer server, string path) =>
        HubMessage.Send("OnLocationChanged", new Uri(server.Address, path).AbsoluteUri, null, false);

    private static HttpClient Http(MetivaServer server)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
        return http;
    }

    private static async Task<BareCircuit> StartAsync(MetivaServer server, HttpClient http, DemoCompany company)
    {
        var signedIn = await server.SignInAsync(DemoPeople.Holding(Role.Owner, company), company);
        var circuit = await BareCircuit.OpenAsync(http, $"{signedIn.CookieName}={signedIn.CookieValue}");
        await circuit.StartAsync();
        return circuit;
    }
}
