using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>Menu, address and circuit decide alike, and as the table says that was written by hand.</summary>
public sealed class RouteRoleTests(OneWorld one) : IClassFixture<OneWorld>
{
    private const string Shown = "shown";
    private readonly SentinelWorld world = one.World;

    // A heading that stood there before counts for the page that it was on only.
    private const string Settled = """
        ([ends, expected]) => {
            const panel = document.querySelector('[data-refusal]');
            const heading = document.querySelector('h1');
            const fresh = heading && (heading.dataset.before ?? ends) === ends;
            const state = location.pathname !== ends ? '' : panel ? panel.dataset.refusal : fresh ? 'shown' : '';
            window.steady = state === expected ? window.steady + 1 : 0;
            return window.steady >= 5;
        }
        """;

    [Fact]
    public async Task Every_route_that_needs_a_company_stands_in_both_tables()
    {
        var routes = MatrixRoutes.NeedCompany(world.Server.Services).Order(StringComparer.Ordinal).ToList();

        foreach (var table in new[] { HandWrittenRoute.AtAClient, HandWrittenRoute.AtTheAgency })
        {
            Assert.Equal(routes, table.Select(row => MatrixRoutes.Plain(row.Address)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Each_address_opens_for_those_roles_that_the_table_names()
    {
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            var signedIn = await world.SignInAsync(company, role);
            foreach (var route in routes)
            {
                using var response = await AskAsync(signedIn, company, route);
                var (expected, location) = route.LetterOf(role) switch
                {
                    'y' when route.IsForm => (HttpStatusCode.Redirect, route.Address == "/portal/leave-view" ? "/" : "/portal"),
                    'y' => (HttpStatusCode.OK, null),
                    'p' => (HttpStatusCode.Redirect, "/portal"),
                    _ => (HttpStatusCode.Forbidden, null),
                };
                if (route.Call is not null)
                {
                    if ((response.StatusCode == HttpStatusCode.Forbidden) == route.Allows(role))
                    {
                        wrong.Add($"{role} at {Sentinels.Words[company]} {route.Call} {route.Address}: {response.StatusCode}");
                    }

                    continue;
                }

                if ((response.StatusCode, PathOf(response.Headers.Location)) != (expected, location))
                {
                    wrong.Add($"{role} at {Sentinels.Words[company]} {route.Address}: {response.StatusCode}, not {expected} {location}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_menu_shows_each_role_what_it_can_reach_and_nothing_else()
    {
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            using var client = world.Server.Client(await world.SignInAsync(company, role));
            var page = await client.GetStringAsync(HomeOf(role));
            var menu = string.Concat(Regex.Matches(page, "<nav.*?</nav>", RegexOptions.Singleline, TimeSpan.FromSeconds(5)));
            wrong.AddRange(
                routes
                    .Where(route =>
                        menu.Contains($"href=\"{route.Address}\"", StringComparison.Ordinal) != (route.InMenu && route.Allows(role))
                    )
                    .Select(route => $"{role} at {Sentinels.Words[company]}: {route.Address}")
            );
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [BrowserFact]
    public async Task Each_page_opens_inside_a_circuit_for_those_roles_that_the_table_names()
    {
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            await using var browser = await BrowserSession.OpenAsync(world.Server.Address, await world.SignInAsync(company, role));
            await browser.GoAsync(HomeOf(role));
            await browser.Page.EvaluateAsync("() => { window.sameDocument = true; }");
            foreach (var route in routes.Where(route => route.IsPage))
            {
                // From a page that is open to the role, so that what is seen next cannot be what was seen before.
                await GoAsync(browser, HomeOf(role), HomeOf(role), Shown);
                var address = Fill(company, route.Address);
                var expected = route.LetterOf(role) == '-' ? "PermissionDenied" : Shown;
                if (!await GoAsync(browser, address, route.LetterOf(role) == 'p' ? "/portal" : address, expected))
                {
                    wrong.Add($"{role} at {Sentinels.Words[company]}: {route.Address} is not {expected}");
                }
            }

            // What the socket brought for all of it: text of one's own company, and of no other.
            wrong.AddRange(
                SentinelWorld
                    .ForeignWords(company, browser.ReceivedText, registry: company == SentinelWorld.Agency)
                    .Select(word => $"{role} was sent {word}")
            );
            if (role != Role.Marketing && !browser.ReceivedText.Contains(Sentinels.Words[company], StringComparison.Ordinal))
            {
                wrong.Add($"{role} was sent nothing of {Sentinels.Words[company]}: the scan proves nothing");
            }

            // It was one circuit all the way, not a request for each page.
            Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"), $"{role} reloaded");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<HttpResponseMessage> AskAsync(SignedIn signedIn, CompanyId company, HandWrittenRoute route)
    {
        if (route.IsForm)
        {
            return await world.PostAsync(signedIn, route.Address, world.StampOf(signedIn, company).Current);
        }

        using var client = world.Server.Client(signedIn);
        var address = Fill(company, route.Address);
        if (route.Call is not null)
        {
            using var call = new HttpRequestMessage(new HttpMethod(route.Call), world.Stamped(address, signedIn, company));
            return await client.SendAsync(call);
        }

        return await client.GetAsync(route.IsPage ? address : world.Stamped(address, signedIn, company));
    }

    /// <summary>Goes there inside the circuit. Whether it comes to show the page with its heading, or the refusal, and stays with it.</summary>
    private static async Task<bool> GoAsync(BrowserSession browser, string address, string ends, string expected)
    {
        await browser.Page.EvaluateAsync(
            """
            address => {
                document.querySelectorAll('h1').forEach(heading => { heading.dataset.before = location.pathname; });
                window.steady = 0;
                Blazor.navigateTo(address);
            }
            """,
            address
        );
        try
        {
            await browser.Page.WaitForFunctionAsync(Settled, new[] { ends, expected }, new() { PollingInterval = 25, Timeout = 10_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string? PathOf(Uri? location) => location is { IsAbsoluteUri: true } ? location.AbsolutePath : location?.ToString();

    private static string HomeOf(Role role) => role == Role.Client ? "/portal" : "/";

    private static IEnumerable<(CompanyId Company, Role Role, IReadOnlyList<HandWrittenRoute> Routes)> Everybody()
    {
        foreach (var role in RolesAt(agency: false))
        {
            yield return (SentinelWorld.A, role, HandWrittenRoute.AtAClient);
        }

        foreach (var role in RolesAt(agency: true))
        {
            yield return (SentinelWorld.Agency, role, HandWrittenRoute.AtTheAgency);
        }
    }

    private static IEnumerable<Role> RolesAt(bool agency) => Enum.GetValues<Role>().Where(role => !agency || role != Role.Client);

    private string Fill(CompanyId company, string address)
    {
        foreach (var kind in new[] { "invoice", "contract", "project", "file", "job", "mail" })
        {
            if (world.Ids.TryGetValue((company, kind), out var id))
            {
                address = address.Replace($"{{{kind}}}", id, StringComparison.Ordinal);
            }
        }

        // Where a company has no such record, any id will do: who may not come is refused before it is looked for.
        address = Regex.Replace(
            address,
            "\\{(invoice|contract|project|file|upload|job|mail)\\}",
            Guid.NewGuid().ToString(),
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );

        // The control pages are about another company than one's own.
        return address.Replace("{company}", SentinelWorld.B.ToString(), StringComparison.Ordinal);
    }
}
