using System.Net;
using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>What a load balancer is told, over a real socket.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task It_is_ready_exactly_while_somebody_would_be_served()
    {
        var age = TimeSpan.FromSeconds(2);
        await using var server = await MetivaServer.StartAsync(
            onSqlServer: false,
            settings:
            [
                $"--Tenancy:MaxSnapshotAgeForReadsMilliseconds={age.TotalMilliseconds}",
                "--Tenancy:MaxSnapshotAgeForCommandsMilliseconds=1000",
            ]
        );
        using var client = server.Client();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, HealthFeature.Live));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, HealthFeature.Ready));

        // Away: first only commands would be refused, then everybody.
        var file = server.ControlPlaneFile;
        File.Move(file, file + ".aside");
        await Eventually.TrueAsync(
            async () => await AskAsync(client, HealthFeature.Ready) == (HttpStatusCode.ServiceUnavailable, "Unhealthy"),
            TimeSpan.FromSeconds(20)
        );
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, HealthFeature.Live));

        File.Move(file + ".aside", file);
        await server.Services.GetRequiredService<ChangeFeed>().PollAsync(default);
        await Eventually.TrueAsync(
            async () => await AskAsync(client, HealthFeature.Ready) == (HttpStatusCode.OK, "Healthy"),
            TimeSpan.FromSeconds(10)
        );
    }

    [Fact]
    public async Task It_tells_nobody_more_than_that()
    {
        await using var server = await MetivaServer.StartAsync();
        using var client = server.Client();
        var answer = await client.GetAsync(HealthFeature.Ready);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(
            """{"status":"Healthy","checks":{"registry":"Healthy","lifetime":"Healthy"}}""",
            await answer.Content.ReadAsStringAsync()
        );

        // The same for whoever is signed in, and no session is kept alive by it.
        var owner = DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery);
        using var signedIn = server.Client(await server.SignInAsync(owner, DemoCompanies.Bakery));
        Assert.Equal(await client.GetStringAsync(HealthFeature.Ready), await signedIn.GetStringAsync(HealthFeature.Ready));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/health/other")).StatusCode);
    }

    [Fact]
    public async Task A_host_that_stops_takes_nothing_new()
    {
        await using var server = await MetivaServer.StartAsync();
        var checks = server.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();
        Assert.Equal("Healthy", (await checks.CheckHealthAsync()).Status.ToString());
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal("Unhealthy", (await checks.CheckHealthAsync()).Status.ToString());
    }

    private static async Task<(HttpStatusCode Status, string Word)> AskAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.GetProperty("status").GetString()!);
    }
}
