using System.Net;
using AngleSharp.Html.Parser;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Control;

/// <summary>The pages about companies and members over HTTP, by everybody.</summary>
public sealed class ControlPagesTests(ControlPagesTests.Server fixture) : IClassFixture<ControlPagesTests.Server>
{
    private MetivaServer Host => fixture.Host;

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.AccountManager, false)]
    [InlineData(Role.Finance, false)]
    [InlineData(Role.Delivery, false)]
    public async Task Companies_are_for_the_agency_s_owner_and_admin(Role role, bool allowed)
    {
        var person = DemoPeople.Holding(role, DemoCompanies.Agency);
        using var client = Host.Client(await Host.SignInAsync(person, DemoCompanies.Agency));
        foreach (var path in new[] { "/control/companies", $"/control/companies/{DemoCompanies.Bakery.Id}" })
        {
            var page = await client.GetAsync(path);
            Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, page.StatusCode);
            var text = await page.Content.ReadAsStringAsync();
            Assert.Equal(allowed, text.Contains(DemoCompanies.Bakery.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Nobody_of_a_client_company_reaches_the_control_pages()
    {
        var owner = DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery);
        using var client = Host.Client(await Host.SignInAsync(owner, DemoCompanies.Bakery));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/control/companies")).StatusCode);
        var own = await client.GetAsync($"/control/companies/{DemoCompanies.Bakery.Id}");
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
    }

    [Theory]
    [InlineData("nl-NL", "Bedrijven", "Actief")]
    [InlineData("en-GB", "Companies", "Active")]
    public async Task The_list_shows_where_each_company_stands(string language, string title, string state)
    {
        using var client = Host.Client(await AgencyOwnerAsync());
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/control/companies"));
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(DemoCompanies.All.Count, rows.Count);
        Assert.All(rows, row => Assert.Contains(state, row, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?q=bakkerij", 1)]
    [InlineData("?kind=Agency", 1)]
    [InlineData("?state=Suspended", 0)]
    [InlineData("?sort=-members&size=25", 4)]
    [InlineData("?sort=nonsense&page=-3&state=1;DROP", 4)]
    public async Task Filters_stand_in_the_address(string query, int rows)
    {
        using var client = Host.Client(await AgencyOwnerAsync());
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/control/companies" + query));
        Assert.Equal(rows, page.QuerySelectorAll("tbody tr").Length);
    }

    [Theory]
    [InlineData("6f9619ff-8b86-d011-b42d-00c04fc964ff")]
    [InlineData("geen-sleutel")]
    public async Task A_company_that_is_not_there_is_not_found(string id)
    {
        using var client = Host.Client(await AgencyOwnerAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/control/companies/" + id)).StatusCode);
    }

    [Theory]
    [InlineData(Role.Owner, HttpStatusCode.OK)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    [InlineData(Role.Finance, HttpStatusCode.Forbidden)]
    [InlineData(Role.Sales, HttpStatusCode.Forbidden)]
    [InlineData(Role.Client, HttpStatusCode.Forbidden)]
    public async Task Members_are_for_owner_and_admin_and_of_their_own_company(Role role, HttpStatusCode status)
    {
        var person = DemoPeople.Holding(role, DemoCompanies.Bakery);
        using var client = Host.Client(await Host.SignInAsync(person, DemoCompanies.Bakery));
        var page = await client.GetAsync("/workspace/members");
        Assert.Equal(status, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Equal(status == HttpStatusCode.OK, text.Contains("<strong>Pieter van Aalst</strong>", StringComparison.Ordinal));
        Assert.DoesNotContain("Annemiek Hoekstra", text, StringComparison.Ordinal);
    }

    [SqliteTheory]
    [InlineData("nl-NL", "Databasewachtwoord", "geen aparte login per bedrijf")]
    [InlineData("en-GB", "Database password", "no login per company")]
    public async Task On_an_engine_without_logins_the_company_s_page_says_so(string language, string title, string text)
    {
        using var client = Host.Client(await AgencyOwnerAsync());
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync($"/control/companies/{DemoCompanies.Bakery.Id}"));
        var section = page.QuerySelector("section[aria-labelledby=credential]")!;
        Assert.Equal(title, section.QuerySelector("h2")!.TextContent);
        Assert.Contains(text, section.TextContent, StringComparison.Ordinal);
        Assert.Empty(section.QuerySelectorAll("button"));
    }

    private Task<SignedIn> AgencyOwnerAsync() =>
        Host.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Agency), DemoCompanies.Agency);

    /// <summary>One host for all of these.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal MetivaServer Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await MetivaServer.StartAsync();

        public Task DisposeAsync() => Host.DisposeAsync().AsTask();
    }
}
