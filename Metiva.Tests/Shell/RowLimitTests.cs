using System.Net;
using Metiva.Domain.Access;
using Metiva.Tenancy;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Refused;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell;

/// <summary>A page that would read more rows than a query may fetch, from its database to the words on the screen.</summary>
public sealed class RowLimitTests : IAsyncLifetime
{
    private const string Invoices = "/workspace/invoices";

    // Less than an installation may set: no page of a demo company reads a thousand rows.
    private const int Few = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private MetivaServer server = null!;
    private SignedIn owner = null!;

    private TenancyOptions Options => server.Services.GetRequiredService<TenancyOptions>();

    public async Task InitializeAsync()
    {
        server = await MetivaServer.StartAsync();
        owner = await server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery);
    }

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Theory]
    [InlineData("nl", "Dit is meer dan één pagina kan tonen")]
    [InlineData("en", "This is more than one page can show")]
    public async Task The_answer_says_so(string language, string title)
    {
        using var client = server.Client(owner);
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Invoices)).StatusCode);
        Options.RowsPerQuery = Few;

        using var refused = await client.GetAsync(Invoices);

        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains($"data-refusal=\"{Refusal.TooManyRows.Code}\"", page, StringComparison.Ordinal);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)Refusal.TooManyRows.Status, refused.StatusCode);
    }

    [Fact]
    public async Task A_page_that_is_open_says_so_in_its_place_and_goes_on_elsewhere()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");
        await using var circuit = await Circuit.OpenAsync(http, $"{owner.CookieName}={owner.CookieValue}", Invoices);
        await circuit.UntilAsync(Sort, Patience);
        var rows = Options.RowsPerQuery;
        Options.RowsPerQuery = Few;

        await circuit.FollowAsync(Sort);
        await circuit.UntilAsync(Refused, Patience);

        Options.RowsPerQuery = rows;
        await circuit.BackAsync();
        await circuit.UntilAsync(root => Refused(root) is null ? Sort(root) : null, Patience);
        Assert.True(circuit.IsAlive);
    }

    private static PageNode? Sort(PageNode root) => root.Elements("a").FirstOrDefault(link => link.HasClass("sort"));

    private static PageNode? Refused(PageNode root) => root.All().FirstOrDefault(node => node["data-refusal"] == Refusal.TooManyRows.Code);
}
