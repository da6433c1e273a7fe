using System.Net;
using Metiva.Domain.Access;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Support;

public sealed class MetivaServerTests
{
    [Fact]
    public async Task It_serves_the_browser_script()
    {
        await using var server = await MetivaServer.StartAsync(settings: "--Development:DemoData=false");
        using var client = server.Client();

        var script = await client.GetAsync("_framework/blazor.web.js");

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.True((await script.Content.ReadAsByteArrayAsync()).Length > 100_000);
    }

    [Fact]
    public async Task A_person_who_signed_in_reaches_the_home_page_of_their_company()
    {
        await using var server = await MetivaServer.StartAsync();
        var person = await server.AddPersonAsync("Fenna", DemoCompanies.Bakery.Id, Role.Finance);
        using var client = server.Client(await server.SignInAsync(person, DemoCompanies.Bakery.Id));

        var home = await client.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.Contains(DemoCompanies.Bakery.Name, await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
