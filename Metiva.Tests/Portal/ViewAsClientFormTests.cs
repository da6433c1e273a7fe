using System.Net;
using Metiva.Domain.Access;
using Metiva.Tests.Development;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Binding;
using Metiva.Web.Workspace.ViewAsClient;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>Beginning and ending the view, with the forms that the pages carry.</summary>
public sealed class ViewAsClientFormTests(PortalServer server) : IClassFixture<PortalServer>
{
    private static readonly DemoCompany Here = DemoCompanies.Bakery;

    [Fact]
    public async Task The_same_session_goes_in_and_comes_out_again()
    {
        var staff = await server.SignInAsync(Here, Role.AccountManager);

        using var begun = await server.PostFormAsync(staff, "/", ViewAsClientFeature.Start);

        Assert.Equal((HttpStatusCode.Redirect, "/portal"), (begun.StatusCode, begun.Headers.Location?.ToString()));
        var viewing = PortalServer.CookieOf(begun, staff);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(viewing, "/portal/invoices"));
        Assert.Equal(1, await AuditedAsync(staff));

        using var left = await server.PostFormAsync(viewing, "/portal", ViewAsClientFeature.Leave);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (left.StatusCode, left.Headers.Location?.ToString()));
        var back = PortalServer.CookieOf(left, viewing);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(back, "/portal/invoices"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(back, "/"));
    }

    [Fact]
    public async Task Without_the_token_of_a_page_nothing_happens()
    {
        var staff = await server.SignInAsync(Here, Role.Owner);

        using var refused = await server.PostFormAsync(
            staff,
            "/",
            ViewAsClientFeature.Start,
            fields => fields.Remove("__RequestVerificationToken")
        );

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(0, await AuditedAsync(staff));
    }

    [Fact]
    public async Task A_page_of_another_company_begins_nothing()
    {
        var staff = await server.SignInAsync(Here, Role.Owner);

        using var refused = await server.PostFormAsync(
            staff,
            "/",
            ViewAsClientFeature.Start,
            fields => fields[CompanyStamp.Field] = "stale"
        );

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(0, await AuditedAsync(staff));
    }

    [Fact]
    public async Task Clients_and_the_agency_are_not_offered_it_and_cannot_begin_it()
    {
        var client = await server.SignInAsync(Here, Role.Client);
        var agency = await server.SignInAsync(DemoCompanies.Agency, Role.Owner);

        foreach (var person in new[] { client, agency })
        {
            using var browser = server.Host.Client(person);
            var home = await browser.GetAsync(person == client ? "/portal" : "/");
            Assert.DoesNotContain(ViewAsClientFeature.Start, await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var begun = await browser.PostAsync(ViewAsClientFeature.Start, new FormUrlEncodedContent([]));
            Assert.False(begun.IsSuccessStatusCode || begun.StatusCode == HttpStatusCode.Redirect);
        }
    }

    private async Task<HttpStatusCode> StatusAsync(SignedIn signedIn, string address)
    {
        using var client = server.Host.Client(signedIn);
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }

    private Task<int> AuditedAsync(SignedIn signedIn) =>
        DemoBench.ReadAsync(
            server.Host.Services,
            Here,
            data =>
                data.AuditRecords.CountAsync(record => record.Action == StartViewAsClient.Action && record.PersonId == signedIn.Person.Id)
        );
}
