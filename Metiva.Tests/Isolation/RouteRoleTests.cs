using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Servers;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Lifecycle.Moves;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Servers;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Isolation;

/// <summary>Menu, address, circuit and command decide alike, and as the table says that was written by hand.</summary>
public sealed class RouteRoleTests
{
    private const string Denied = "[data-refusal=PermissionDenied]";

    [Fact]
    public async Task Each_address_opens_for_those_roles_that_the_table_names()
    {
        await using var world = await SentinelWorld.StartAsync();
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            var signedIn = await world.SignInAsync(company, role);
            using var client = world.Server.Client(signedIn);
            foreach (var route in routes)
            {
                var address = Fill(world, company, route.Address);
                using var response = await client.GetAsync(route.IsPage ? address : world.Stamped(address, signedIn, company));
                var expected = route.Allows(role) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
                if (response.StatusCode != expected)
                {
                    wrong.Add($"{role} at {Sentinels.Words[company]} {route.Address}: {response.StatusCode}, not {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task The_menu_shows_each_role_what_it_can_reach_and_nothing_else()
    {
        await using var world = await SentinelWorld.StartAsync();
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            using var client = world.Server.Client(await world.SignInAsync(company, role));
            var page = await client.GetStringAsync(role == Role.Client ? "/portal" : "/");
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
        await using var world = await SentinelWorld.StartAsync();
        List<string> wrong = [];
        foreach (var (company, role, routes) in Everybody())
        {
            await using var browser = await BrowserSession.OpenAsync(world.Server.Address, await world.SignInAsync(company, role));
            await browser.GoAsync(role == Role.Client ? "/portal" : "/");
            await browser.Page.EvaluateAsync("() => { window.sameDocument = true; }");
            foreach (var route in routes.Where(route => route.IsPage))
            {
                var address = Fill(world, company, route.Address);
                await browser.Page.EvaluateAsync("address => Blazor.navigateTo(address)", address);
                await browser.Page.WaitForFunctionAsync("address => location.pathname === address", address);
                if (!await SettlesAsync(browser, refused: !route.Allows(role)))
                {
                    wrong.Add($"{role} at {Sentinels.Words[company]}: {route.Address}");
                }
            }

            // What the socket brought for all of it: text of one's own company, and of no other.
            wrong.AddRange(SentinelWorld.ForeignWords(company, browser.ReceivedText).Select(word => $"{role} was sent {word}"));
            if (role != Role.Marketing && !browser.ReceivedText.Contains(Sentinels.Words[company], StringComparison.Ordinal))
            {
                wrong.Add($"{role} was sent nothing of {Sentinels.Words[company]}: the scan proves nothing");
            }

            // It was one circuit all the way, not a request for each page.
            Assert.True(await browser.Page.EvaluateAsync<bool>("() => window.sameDocument === true"), $"{role} reloaded");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Each_command_runs_for_those_roles_that_the_table_names()
    {
        await using var bench = await TenancyBench.StartAsync();
        var nobody = new PersonId(Guid.NewGuid());
        await DecidesAsync<SubmitInvoice, long>(
            bench,
            bench.A,
            HandWrittenCommands.SubmitInvoice,
            (command, token) => command.Run(new(Guid.NewGuid(), 1), token)
        );
        await DecidesAsync<IssueInvoice, string>(
            bench,
            bench.A,
            HandWrittenCommands.IssueInvoice,
            (command, token) => command.Run(new(Guid.NewGuid(), 1), token)
        );
        await DecidesAsync<SendBackInvoice, long>(
            bench,
            bench.A,
            HandWrittenCommands.SendBackInvoice,
            (command, token) => command.Run(new(Guid.NewGuid(), 1, "why"), token)
        );
        await DecidesAsync<ChangeMemberRoles, Guid>(
            bench,
            bench.A,
            HandWrittenCommands.ChangeMemberRoles,
            (command, token) => command.Run(new(nobody, RoleSet.Of(Role.Sales), RoleSet.Of(Role.Delivery)), token)
        );
        await DecidesAsync<RemoveMember, Guid>(
            bench,
            bench.A,
            HandWrittenCommands.RemoveMember,
            (command, token) => command.Run(new(nobody, RoleSet.Of(Role.Sales)), token)
        );
        await DecidesAsync<InviteMember, MadeInvitation>(
            bench,
            bench.A,
            HandWrittenCommands.InviteMember,
            (command, token) => command.Run(new("no address", RoleSet.Of(Role.Sales)), token)
        );
        await DecidesAsync<EndMemberSessions, int>(
            bench,
            bench.A,
            HandWrittenCommands.EndMemberSessions,
            (command, token) => command.Run(new(nobody), token)
        );
        await DecidesAsync<SuspendCompany, Guid>(
            bench,
            bench.Agency,
            HandWrittenCommands.SuspendCompanyAtTheAgency,
            (command, token) => command.Run(new(new CompanyId(Guid.NewGuid()), "why"), token)
        );
        await DecidesAsync<SuspendCompany, Guid>(
            bench,
            bench.A,
            HandWrittenCommands.SuspendCompanyAtAClient,
            (command, token) => command.Run(new(bench.B, "why"), token)
        );
        foreach (
            var (company, letters) in new[]
            {
                (bench.Agency, HandWrittenCommands.ServersAndPlansAtTheAgency),
                (bench.A, HandWrittenCommands.ServersAndPlansAtAClient),
            }
        )
        {
            await DecidesAsync<RegisterServer, string>(bench, company, letters, (command, token) => command.Run(new("", "", ""), token));
            await DecidesAsync<ChangeServer, string>(
                bench,
                company,
                letters,
                (command, token) => command.Run(new("none", 0, "NL", ""), token)
            );
            await DecidesAsync<OpenServer, string>(bench, company, letters, (command, token) => command.Run(new("none"), token));
            await DecidesAsync<CloseServer, string>(bench, company, letters, (command, token) => command.Run(new("none"), token));
            await DecidesAsync<CheckServer, ServerCheck>(bench, company, letters, (command, token) => command.Run(new("none"), token));
            await DecidesAsync<MoveCompany, Guid>(
                bench,
                company,
                letters,
                (command, token) => command.Run(new(bench.B, "none", "why", RegionDecision.None), token)
            );
            await DecidesAsync<CancelMove, Guid>(bench, company, letters, (command, token) => command.Run(new(bench.B), token));
            await DecidesAsync<RetryMove, Guid>(bench, company, letters, (command, token) => command.Run(new(bench.B), token));
            await DecidesAsync<ChangePlan, Plan>(
                bench,
                company,
                letters,
                (command, token) => command.Run(new(bench.B, Plan.Plus, Plan.Standard), token)
            );
        }
    }

    private static async Task DecidesAsync<TCommand, TValue>(
        TenancyBench bench,
        CompanyId company,
        string letters,
        Func<TCommand, CancellationToken, Task<Result<TValue>>> run
    )
        where TCommand : class
    {
        foreach (var role in RolesAt(company == bench.Agency))
        {
            using var scope = bench.As(role, company);
            var result = await run(scope.Get<TCommand>(), CancellationToken.None);
            var allowed = result.Error is not PermissionDenied;
            Assert.True(allowed == (letters.Split(' ')[(int)role] == "y"), $"{typeof(TCommand).Name} as {role}: {result.Error?.Code}");
        }
    }

    /// <summary>Whether the circuit comes to show the page, or the refusal, and stays with it.</summary>
    private static async Task<bool> SettlesAsync(BrowserSession browser, bool refused)
    {
        for (var (tries, steady) = (0, 0); tries < 100; tries++)
        {
            var seen = await browser.Page.Locator(Denied).CountAsync() > 0;
            steady = seen == refused ? steady + 1 : 0;
            if (steady == 5)
            {
                return true;
            }

            await browser.Page.WaitForTimeoutAsync(40);
        }

        return false;
    }

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

    private static string Fill(SentinelWorld world, CompanyId company, string address)
    {
        foreach (var kind in new[] { "invoice", "contract", "project" })
        {
            if (world.Ids.TryGetValue((company, kind), out var id))
            {
                address = address.Replace($"{{{kind}}}", id, StringComparison.Ordinal);
            }
        }

        // The control pages are about another company than one's own.
        return address.Replace("{company}", SentinelWorld.B.ToString(), StringComparison.Ordinal);
    }
}
