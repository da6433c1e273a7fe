using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Limits;
using Metiva.Web.Shell.Refused;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>Circuits that come without asking for a page, over real sockets: there are as many as may be, and each gives its place back.</summary>
public sealed class CircuitPlaceTests : IAsyncLifetime
{
    private static readonly CompanyId Bakery = DemoCompanies.Bakery.Id;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly List<BareCircuit> opened = [];
    private MetivaServer server = null!;
    private HttpClient http = null!;

    private CircuitCounts Counts => server.Services.GetRequiredService<CircuitCounts>();

    public async Task InitializeAsync()
    {
        server = await MetivaServer.StartAsync(
            // A line that broke is waited for shorter than three minutes.
            builder => builder.Services.Configure<CircuitOptions>(options => options.DisconnectedCircuitRetentionPeriod = Soon),
            settings: ["--Limits:PersonCircuits=3", "--Limits:CompanyCircuits=5"]
        );
        http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
    }

    public async Task DisposeAsync()
    {
        foreach (var circuit in opened)
        {
            await circuit.DisposeAsync();
        }

        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_one_over_the_limit_is_refused_others_are_not_and_after_closing_one_there_is_room_again()
    {
        var member = await SignInAsync(Bakery);
        var first = await StartAsync(member);
        await StartAsync(member);
        await StartAsync(member);

        await RefusedAsync(member);

        Assert.Equal((3, 1L), (Counts.Taken, Counts.Refused));
        await StartAsync(await SignInAsync(Bakery));
        await StartAsync(await SignInAsync(DemoCompanies.Bicycles.Id));

        await first.LeaveAsync();
        await Eventually.TrueAsync(() => Counts.Taken == 4, Patience);
        await StartAsync(member);
        await RefusedAsync(member);
    }

    [Fact]
    public async Task All_people_of_a_company_together_have_a_number_and_another_company_has_its_own()
    {
        var (one, other, third) = (await SignInAsync(Bakery), await SignInAsync(Bakery), await SignInAsync(Bakery));
        foreach (var member in new[] { one, one, one, other, other })
        {
            await StartAsync(member);
        }

        await RefusedAsync(third);
        await StartAsync(await SignInAsync(DemoCompanies.Bicycles.Id));
    }

    [Fact]
    public async Task Of_many_that_come_at_once_no_two_take_the_last_place()
    {
        var member = await SignInAsync(Bakery);
        var connections = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => OpenAsync(member)));

        var began = await Task.WhenAll(connections.Select(BeganAsync));

        Assert.Equal(3, began.Count(it => it));
        Assert.Equal((3, 9L), (Counts.Taken, Counts.Refused));
    }

    [Fact]
    public async Task Each_way_in_which_a_circuit_ends_gives_its_place_back()
    {
        var member = await SignInAsync(Bakery);
        for (var time = 0; time < 6; time++)
        {
            // None came of it.
            await using var failed = await OpenAsync(member);
            await Assert.ThrowsAsync<CircuitFailedException>(() => failed.InvokeAsync("StartCircuit", "no address", "none", "[]", ""));
            await failed.EndedAsync();
            Assert.Equal(0, Counts.Taken);
        }

        for (var time = 0; time < 3; time++)
        {
            // Asked for, and gone before the answer came.
            await using var dropped = await OpenAsync(member);
            await dropped.SendAsync(
                HubMessage.Invoke("1", "StartCircuit", server.Address.AbsoluteUri, server.Address.AbsoluteUri, "[]", "")
            );
        }

        await Eventually.TrueAsync(() => Counts.Taken == 0, Patience);
        for (var time = 0; time < 3; time++)
        {
            await (await StartAsync(member)).DisposeAsync();
        }

        await Eventually.TrueAsync(() => Counts.Taken == 0, Patience);
        await StartAsync(member);
        Assert.Equal(0L, Counts.Refused);
    }

    [Fact]
    public async Task A_connection_carries_one_circuit()
    {
        var member = await SignInAsync(Bakery);
        var circuit = await StartAsync(member);
        await Assert.ThrowsAsync<CircuitFailedException>(() => circuit.StartAsync());
        await circuit.EndedAsync();
        await Eventually.TrueAsync(() => Counts.Taken == 0, Patience);
    }

    [Fact]
    public async Task A_reconnect_takes_no_second_place()
    {
        var member = await SignInAsync(Bakery);
        await StartAsync(member);
        await StartAsync(member);
        var broken = await StartAsync(member);
        var secret = broken.Secret!;
        var again = await OpenAsync(member);
        Assert.True(await again.ConnectAsync(secret));
        Assert.Equal((3, 0L), (Counts.Taken, Counts.Refused));
        await RefusedAsync(member);
    }

    [Fact]
    public async Task A_page_that_comes_alive_has_one_place_and_a_reconnect_that_is_never_drawn_leaks_none()
    {
        var member = await SignInAsync(Bakery);
        await using (await Circuit.OpenAsync(http, member, "/workspace/invoices"))
        {
            Assert.Equal(1, Counts.Taken);
        }

        await Eventually.TrueAsync(() => Counts.Taken == 0, Patience);
        var first = await StartAsync(member);
        var second = await OpenAsync(member);
        Assert.True(await second.ConnectAsync(first.Secret!));
        await first.DisposeAsync();
        await second.DisposeAsync();
        await Eventually.TrueAsync(() => Counts.Taken == 0, Patience);
    }

    [Fact]
    public async Task Who_is_not_signed_in_reaches_no_circuit_at_all()
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => OpenAsync("nobody=1"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<string> SignInAsync(CompanyId company)
    {
        var person = await server.AddPersonAsync("Iemand", company, Role.Finance);
        var signedIn = await server.SignInAsync(person, company);
        return $"{signedIn.CookieName}={signedIn.CookieValue}";
    }

    private async Task<BareCircuit> OpenAsync(string cookie)
    {
        var circuit = await BareCircuit.OpenAsync(http, cookie);
        lock (opened)
        {
            opened.Add(circuit);
        }

        return circuit;
    }

    private async Task<BareCircuit> StartAsync(string cookie)
    {
        var circuit = await OpenAsync(cookie);
        await circuit.StartAsync();
        return circuit;
    }

    /// <summary>It is told why, and nothing of it stays.</summary>
    private async Task RefusedAsync(string cookie)
    {
        var before = (Counts.Taken, Counts.Refused);
        var circuit = await OpenAsync(cookie);
        var refusal = await Assert.ThrowsAsync<CircuitFailedException>(() => circuit.StartAsync());
        Assert.Contains($"{CircuitPlaces.Refused}  {Refusal.TooManyPages.Code}", refusal.Message, StringComparison.Ordinal);
        await circuit.EndedAsync();
        Assert.Equal((before.Taken, before.Refused + 1), (Counts.Taken, Counts.Refused));
    }

    private static async Task<bool> BeganAsync(BareCircuit circuit)
    {
        try
        {
            await circuit.StartAsync();
            return true;
        }
        catch (CircuitFailedException)
        {
            return false;
        }
    }
}
