using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Load;

/// <summary>A little of the load, and whether it would notice.</summary>
public sealed class LoadRunTests
{
    private static readonly LoadOptions Little = new()
    {
        Circuits = 5,
        Every = 1,
        Requests = 20,
        Ramp = TimeSpan.FromSeconds(2),
        Time = TimeSpan.FromSeconds(5),
    };

    [Fact]
    public async Task A_little_load_makes_no_errors()
    {
        var result = await LoadRun.RunAsync(Little, _ => { });

        Assert.True(result.Findings.Errors.Count == 0, string.Join('\n', result.Findings.Examples));
        Assert.Equal(5, result.CircuitsAlive);
        Assert.Equal(120, result.Requests);
        Assert.Equal(100, result.Findings.Of("request:").Last().Count);
        Assert.Equal(
            ["click: back", "click: clear", "click: filter", "click: open", "click: page", "click: sort", "click: all"],
            Whats(result, "click:")
        );
        Assert.Equal(25, result.Findings.Of("click:").Last().Count);
        Assert.Equal(4, result.Companies);
        Assert.True(result.Batches > 25);
        Assert.InRange(result.Memory.Most, 50, Little.Memory);
        Assert.Equal([true, true, null, true], LoadLimits.Of(result).Select(limit => limit.Kept));
    }

    [Fact]
    public async Task An_invoice_of_another_company_would_be_noticed()
    {
        await using var server = await MetivaServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        var visitor = (await Visitor.SignInAsync(server.Address))[0];
        var foreign = visitor with { Own = visitor.Own with { Ids = visitor.Own.Ids.Skip(1).ToHashSet() } };

        await using var circuit = await Circuit.OpenAsync(http, visitor.Cookie, visitor.List);
        var journey = new Journey(circuit, foreign);
        var seen = await Assert.ThrowsAsync<WrongPageException>(async () =>
        {
            // It stands on one of the pages.
            for (var step = 0; step < 100; step++)
            {
                await journey.StepAsync();
            }
        });
        Assert.Contains("sees a foreign invoice", seen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circuit_that_the_server_ends_is_noticed()
    {
        var server = await MetivaServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        var visitor = (await Visitor.SignInAsync(server.Address))[0];
        await using var circuit = await Circuit.OpenAsync(http, visitor.Cookie, visitor.List);
        var journey = new Journey(circuit, visitor);
        await journey.StepAsync();
        Assert.True(circuit.IsAlive);

        await server.DisposeAsync();

        await Assert.ThrowsAsync<CircuitFailedException>(() => circuit.UntilAsync<object>(_ => null, TimeSpan.FromSeconds(30)));
        Assert.False(circuit.IsAlive);
    }

    private static IEnumerable<string> Whats(LoadResult result, string beginning) =>
        result.Findings.Of(beginning).Select(waits => waits.What);
}
