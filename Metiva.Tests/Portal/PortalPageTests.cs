using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Contracts;
using Metiva.Tests.Development;
using Metiva.Web.Development;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>The portal as a browser gets it.</summary>
public sealed partial class PortalPageTests(PortalServer server) : IClassFixture<PortalServer>
{
    private static readonly DemoCompany Here = DemoCompanies.Bakery;
    private static readonly DemoCompany There = DemoCompanies.Bicycles;

    public static TheoryData<string> Lists => ["/portal", "/portal/invoices", "/portal/contracts", "/portal/projects"];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_client_gets_every_page_in_the_face_of_their_own_company(string address)
    {
        using var client = await server.ClientAsync(Here, Role.Client);

        var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("--brand:#b4530f", html, StringComparison.Ordinal);
        Assert.Contains("/portal/logo?v=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("view-as", html, StringComparison.Ordinal);
        Assert.DoesNotContain("#0b6e99", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Staff_reach_the_portal_only_by_viewing_as_a_client(string address)
    {
        using var staff = await server.ClientAsync(Here, Role.Owner);
        using var viewing = await server.ClientAsync(Here, Role.Owner, viewAsClient: true);
        using var nobody = server.Host.Client();

        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(address)).StatusCode);
        var seen = await viewing.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Contains("view-as", await seen.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task Marketing_views_no_invoices_and_no_contracts_and_is_offered_none()
    {
        using var viewing = await server.ClientAsync(Here, Role.Marketing, viewAsClient: true);

        var home = await (await viewing.GetAsync("/portal")).Content.ReadAsStringAsync();

        Assert.DoesNotContain("/portal/invoices", home, StringComparison.Ordinal);
        Assert.DoesNotContain("/portal/contracts", home, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewing.GetAsync("/portal/invoices")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewing.GetAsync("/portal/contracts")).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_not_published_and_what_is_another_companys_is_not_found_in_the_same_words(bool viewAsClient)
    {
        using var client = await server.ClientAsync(Here, viewAsClient ? Role.Owner : Role.Client, viewAsClient);
        var shown = await IdAsync(Here, data => data.Invoices.Where(invoice => invoice.Number != null).Select(invoice => invoice.Id));
        var draft = await IdAsync(Here, data => data.Invoices.Where(invoice => invoice.Number == null).Select(invoice => invoice.Id));
        var foreign = await IdAsync(There, data => data.Invoices.Where(invoice => invoice.Number != null).Select(invoice => invoice.Id));
        var unsent = await IdAsync(Here, data => data.Contracts.Where(row => row.State == ContractState.Draft).Select(row => row.Id));
        var hidden = await IdAsync(Here, data => data.Projects.Where(row => row.PublishedAt == null).Select(row => row.Id));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/portal/invoices/{shown}")).StatusCode);
        var nothing = await GetAsync($"/portal/invoices/{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
        Assert.Equal(nothing, await GetAsync($"/portal/invoices/{draft}"));
        Assert.Equal(nothing, await GetAsync($"/portal/invoices/{foreign}"));
        Assert.Equal(nothing, await GetAsync($"/portal/contracts/{unsent}"));
        Assert.Equal(nothing, await GetAsync($"/portal/projects/{hidden}"));

        async Task<(HttpStatusCode Status, string Body)> GetAsync(string address)
        {
            var answer = await client.GetAsync(address);
            return (answer.StatusCode, Normalised(await answer.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task An_invoice_shows_its_lines_its_VAT_and_how_to_pay_it()
    {
        using var client = await server.ClientAsync(Here, Role.Client);
        var id = await IdAsync(
            Here,
            data =>
                data.Invoices.Where(invoice => invoice.State == Metiva.Domain.Invoices.InvoiceState.Issued).Select(invoice => invoice.Id)
        );

        var html = WebUtility.HtmlDecode(await client.GetStringAsync($"/portal/invoices/{id}"));

        Assert.Contains("NL44 RABO 0123 4567 89", html, StringComparison.Ordinal);
        Assert.Matches(@"RF\d\d 20\d\d", html);
        Assert.Contains("Bakkerij Van Aalst B.V.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_can_be_paged_sorted_and_filtered_by_its_address()
    {
        using var client = await server.ClientAsync(Here, Role.Client);

        var first = await client.GetStringAsync("/portal/invoices?sort=number");
        var second = await client.GetStringAsync("/portal/invoices?sort=number&page=2");
        var paid = await client.GetStringAsync("/portal/invoices?show=paid");

        Assert.Equal(25, Numbers().Matches(first).Select(match => match.Value).Distinct().Count());
        Assert.Empty(
            Numbers().Matches(first).Select(match => match.Value).Intersect(Numbers().Matches(second).Select(match => match.Value))
        );
        Assert.Contains("aria-current=\"true\"", paid, StringComparison.Ordinal);
        Assert.DoesNotContain("badge bad", paid, StringComparison.Ordinal);
    }

    // What differs between any two answers: tokens, state of the components, the address itself.
    private static string Normalised(string html) => Changing().Replace(html, "");

    private Task<Guid> IdAsync(DemoCompany company, Func<Metiva.Tenancy.CompanyData.CompanyContext, IQueryable<Guid>> query) =>
        DemoBench.ReadAsync(server.Host.Services, company, data => query(data).FirstAsync());

    [GeneratedRegex(
        "<!--.*?-->|/portal/[a-z]+/[0-9a-f-]{36}|value=\"CfDJ8[^\"]*\"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|%2Fportal%2F[a-z]+%2F",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Changing();

    [GeneratedRegex(@"20\d\d-\d{4}(?=<)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
