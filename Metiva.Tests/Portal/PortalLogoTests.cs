using System.Net;
using Metiva.Domain.Access;
using Metiva.Web.Development;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>The logo: the bound company's, and nothing but a picture.</summary>
public sealed class PortalLogoTests(PortalServer server) : IClassFixture<PortalServer>
{
    private const string Address = "/portal/logo";

    [Fact]
    public async Task Each_company_gets_its_own_and_it_cannot_do_anything()
    {
        using var here = await server.ClientAsync(DemoCompanies.Bakery, Role.Client);
        using var there = await server.ClientAsync(DemoCompanies.Bicycles, Role.Client);

        var (mine, theirs) = (await here.GetAsync(Address), await there.GetAsync(Address));

        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        Assert.Equal("image/png", mine.Content.Headers.ContentType!.MediaType);
        Assert.NotEqual(await mine.Content.ReadAsByteArrayAsync(), await theirs.Content.ReadAsByteArrayAsync());
        Assert.NotEqual(mine.Headers.ETag, theirs.Headers.ETag);
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(mine.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(mine.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(mine.Headers.CacheControl is { Private: true, NoCache: true });
    }

    [Fact]
    public async Task The_browser_keeps_it_for_as_long_as_the_company_is_the_same()
    {
        using var here = await server.ClientAsync(DemoCompanies.Bakery, Role.Client);
        using var there = await server.ClientAsync(DemoCompanies.Bicycles, Role.Client);
        var tag = (await here.GetAsync(Address)).Headers.ETag!;
        here.DefaultRequestHeaders.IfNoneMatch.Add(tag);
        there.DefaultRequestHeaders.IfNoneMatch.Add(tag);

        Assert.Equal(HttpStatusCode.NotModified, (await here.GetAsync(Address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync(Address)).StatusCode);
    }

    [Fact]
    public async Task Staff_get_it_only_while_viewing_as_a_client()
    {
        using var staff = await server.ClientAsync(DemoCompanies.Bakery, Role.Owner);
        using var viewing = await server.ClientAsync(DemoCompanies.Bakery, Role.Owner, viewAsClient: true);

        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(Address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await viewing.GetAsync(Address)).StatusCode);
    }
}
