using System.Net;
using Metiva.Domain.Access;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Identity;
using Metiva.Web.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>Who asks too much is told so, and nobody else notices.</summary>
public sealed class RequestLimitTests
{
    private const string Invoices = "/workspace/invoices";

    [Fact]
    public async Task A_person_over_the_limit_is_told_when_to_come_back_and_no_colleague_notices()
    {
        await using var server = await MetivaServer.StartAsync(settings: ["--Limits:PersonRequestsPerSecond=1", "--Limits:PersonBurst=5"]);
        var person = DemoPeople.Holding(Role.Finance, DemoCompanies.Bakery);
        using var busy = server.Client(await server.SignInAsync(person, DemoCompanies.Bakery));
        using var colleague = server.Client(
            await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery)
        );
        using var visitor = server.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => busy.GetAsync(Invoices)));

        var served = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.InRange(served, 1, 12);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        Assert.True(refused.Headers.CacheControl!.NoStore);
        Assert.Contains("Dat was veel tegelijk", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync(Invoices)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(SignInPages.SignIn)).StatusCode);

        // And it passes by itself.
        await Eventually.TrueAsync(
            async () =>
            {
                await Task.Delay(1_500);
                return (await busy.GetAsync(Invoices)).StatusCode == HttpStatusCode.OK;
            },
            TimeSpan.FromSeconds(30)
        );
    }

    [Fact]
    public async Task A_company_over_the_limit_does_no_harm_to_another()
    {
        await using var server = await MetivaServer.StartAsync(
            settings: ["--Limits:CompanyRequestsPerSecond=1", "--Limits:CompanyBurst=5"]
        );
        Role[] roles = [Role.Owner, Role.Finance];
        var clients = new List<HttpClient>();
        foreach (var role in roles)
        {
            clients.Add(server.Client(await server.SignInAsync(DemoPeople.Holding(role, DemoCompanies.Bakery), DemoCompanies.Bakery)));
        }

        using var other = server.Client(
            await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bicycles), DemoCompanies.Bicycles)
        );
        var answers = await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, 10).Select(_ => client.GetAsync(Invoices))));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 1, 12);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(Invoices)).StatusCode);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Naming_another_company_uses_up_nothing_of_it()
    {
        await using var server = await MetivaServer.StartAsync(
            settings: ["--Limits:CompanyRequestsPerSecond=1", "--Limits:CompanyBurst=5"]
        );
        using var visitor = server.Client();
        for (var time = 0; time < 20; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Invoices}?tenant={DemoCompanies.Bakery.Id}");
            request.Headers.TryAddWithoutValidation("X-Company-Id", DemoCompanies.Bakery.Id.ToString());
            await visitor.SendAsync(request);
        }

        using var owner = server.Client(
            await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery)
        );
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync(Invoices)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_limited_by_address_and_health_and_styles_are_not()
    {
        await using var server = await MetivaServer.StartAsync(
            settings: ["--Limits:AddressRequestsPerSecond=1", "--Limits:AddressBurst=3"]
        );
        using var visitor = server.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => visitor.GetAsync(SignInPages.SignIn)));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        for (var time = 0; time < 20; time++)
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(HealthFeature.Ready)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/app.css")).StatusCode);
        }
    }

    [Fact]
    public async Task Sign_ins_are_limited_by_address()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Limits:AddressSignInsPerMinute=3");
        using var visitor = server.Client();
        var statuses = new List<HttpStatusCode>();
        for (var time = 0; time < 5; time++)
        {
            statuses.Add((await visitor.GetAsync(SignInPages.Start)).StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, statuses.Take(3));
        Assert.Equal([HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses.Skip(3));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(SignInPages.SignIn)).StatusCode);
    }

    [Fact]
    public async Task Sign_ins_are_limited_by_person_and_the_session_that_there_is_stays()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Limits:PersonSignInsPerMinute=2");
        using var browser = new Identity.Browser(server.Address);
        await Identity.DemoServer.SignInAsync(browser, "Pieter van Aalst");
        await Identity.DemoServer.SignInAsync(browser, "Pieter van Aalst");
        var page = await Identity.DemoServer.SignInAsync(browser, "Pieter van Aalst");
        Assert.Equal(("too-many-sign-ins", HttpStatusCode.TooManyRequests), (page.Reason, page.Status));
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(SignInPages.Sessions)).Status);

        // Somebody else on the same address signs in.
        using var another = new Identity.Browser(server.Address);
        var second = await Identity.DemoServer.SignInAsync(another, "Sanne de Vries");
        Assert.Equal(HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task A_choice_of_a_company_that_came_too_often_is_used_up_and_does_not_come_back_later()
    {
        const string severalCompanies = "Ruben Dekker";
        await using var server = await MetivaServer.StartAsync(settings: "--Limits:PersonSignInsPerMinute=1");
        using var browser = new Identity.Browser(server.Address);
        await Identity.DemoServer.SignInAsync(browser, severalCompanies);
        var page = await Identity.DemoServer.ChooseAsync(browser, DemoCompanies.Bakery);
        Assert.Equal("too-many-sign-ins", page.Reason);
        Assert.False(
            await server
                .Services.GetRequiredService<ControlPlaneDatabase>()
                .ReadAsync((control, token) => control.CompanyChoices.AnyAsync(token), default)
        );
    }
}
