using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>The pages over plain HTTP, on the demo data: what a browser gets before any circuit.</summary>
public sealed partial class InvoicePagesHttpTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private static readonly CompanyId Bakery = DemoCompanies.Bakery.Id;
    private readonly MetivaServer server = demo.Server;

    [Fact]
    public async Task The_list_stands_in_the_first_answer_with_links_for_every_view()
    {
        using var client = await ClientAsync(Role.Finance);
        var page = await client.GetStringAsync("/workspace/invoices?state=Overdue&sort=-total");
        Assert.Contains("/workspace/invoices?state=Overdue&amp;sort=total", page, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", page, StringComparison.Ordinal);
        Assert.Matches(InvoiceLink(), page);

        // A page far past the end leads to the last one.
        var past = await client.GetAsync("/workspace/invoices?page=9999");
        Assert.Equal(HttpStatusCode.Found, past.StatusCode);
        Assert.Matches("page=[0-9]{1,2}$", past.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_invoice_has_its_own_address_and_a_missing_one_is_404()
    {
        using var client = await ClientAsync(Role.Finance);
        var list = await client.GetStringAsync("/workspace/invoices?state=Paid");
        var invoice = await client.GetStringAsync(InvoiceLink().Match(list).Groups["href"].Value);
        Assert.Contains("class=\"history\"", invoice, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/workspace/invoices/{Guid.NewGuid():D}")).StatusCode);

        // The very address at another company: there is no such invoice.
        using var elsewhere = await ClientAsync(Role.Finance, DemoCompanies.Bicycles.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync(InvoiceLink().Match(list).Groups["href"].Value)).StatusCode);
    }

    [Theory]
    [InlineData("/workspace/invoices", Role.Finance, HttpStatusCode.OK)]
    [InlineData("/workspace/invoices", Role.Marketing, HttpStatusCode.Forbidden)]
    [InlineData("/workspace/invoices", Role.Client, HttpStatusCode.Forbidden)]
    [InlineData("/workspace/invoices/review", Role.Finance, HttpStatusCode.OK)]
    [InlineData("/workspace/invoices/review", Role.AccountManager, HttpStatusCode.Forbidden)]
    [InlineData("/workspace/audit", Role.Admin, HttpStatusCode.OK)]
    [InlineData("/workspace/audit", Role.Sales, HttpStatusCode.Forbidden)]
    public async Task Only_those_who_may_get_the_page(string address, Role role, HttpStatusCode expected)
    {
        using var client = await ClientAsync(role);
        Assert.Equal(expected, (await client.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task The_export_comes_with_the_stamp_of_its_page()
    {
        using var client = await ClientAsync(Role.Finance);
        var link = await ExportLinkAsync(client);
        using var response = await client.GetAsync(link);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(
            "attachment; filename=\"invoices-",
            response.Content.Headers.ContentDisposition!.ToString(),
            StringComparison.Ordinal
        );
        Assert.True(text.Split("\r\n").Length > 20);

        var log = await client.GetStringAsync("/workspace/audit?action=invoices.exported");
        Assert.Contains("invoices.exported", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tab_of_another_company_gets_409_and_nothing_else()
    {
        var person = await server.AddPersonAsync("Twee Bedrijven", Bakery, Role.Finance);
        await server.AddMembershipAsync(person, DemoCompanies.Bicycles.Id, Role.Finance);
        using var before = server.Client(await server.SignInAsync(person, Bakery));
        var stale = await ExportLinkAsync(before);

        // The person switched; the old tab still shows the link that it was made with.
        using var after = server.Client(await server.SignInAsync(person, DemoCompanies.Bicycles.Id));
        foreach (var link in new[] { stale, "/workspace/invoices/export.csv", "/workspace/invoices/export.csv?stamp=made-up" })
        {
            using var response = await after.GetAsync(link);
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
            Assert.NotEqual("text/csv", response.Content.Headers.ContentType?.MediaType);
        }

        Assert.DoesNotContain("title=\"invoices.exported\"", await after.GetStringAsync("/workspace/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_tile_of_the_start_page_leads_to_what_it_counts()
    {
        using var client = await ClientAsync(Role.Finance);
        var parser = new AngleSharp.Html.Parser.HtmlParser();
        var tiles = parser
            .ParseDocument(await client.GetStringAsync("/"))
            .QuerySelectorAll(".tile")
            .Select(tile => (Link: tile.QuerySelector("a")?.GetAttribute("href"), Value: tile.QuerySelector(".tile-value")!.TextContent))
            .Where(tile => tile.Link?.StartsWith("/workspace/invoices?", StringComparison.Ordinal) == true)
            .ToList();
        Assert.Equal(3, tiles.Count);
        foreach (var (link, value) in tiles)
        {
            var list = parser.ParseDocument(await client.GetStringAsync(link));
            Assert.Contains(value.Trim(), list.QuerySelector(".list-summary")!.TextContent, StringComparison.Ordinal);
            Assert.NotEmpty(list.QuerySelector("select[name=state] option[selected]")!.GetAttribute("value")!);
        }
    }

    private static async Task<string> ExportLinkAsync(HttpClient client) =>
        WebUtility.HtmlDecode(ExportLink().Match(await client.GetStringAsync("/workspace/invoices")).Groups["href"].Value);

    private async Task<HttpClient> ClientAsync(Role role, CompanyId? company = null)
    {
        var person = await server.AddPersonAsync($"Test {role}", company ?? Bakery, role);
        return server.Client(await server.SignInAsync(person, company ?? Bakery));
    }

    [GeneratedRegex("href=\"(?<href>/workspace/invoices/[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InvoiceLink();

    [GeneratedRegex("href=\"(?<href>/workspace/invoices/export.csv[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExportLink();
}
