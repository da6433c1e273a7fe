using System.Net;
using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>
/// Drives every route as every role of two companies, and every way in that must lead nowhere. What it finds is a list of sentences;
/// an isolated host gives none.
/// </summary>
internal sealed class IsolationMatrix(SentinelWorld world, IReadOnlyList<Role> roles)
{
    private static readonly (string Header, string? Query, string? Cookie)[] Spoofs =
    [
        ("X-Tenant", null, null),
        ("X-Company-Id", null, null),
        ("X-Tenant-Id", null, null),
        ("", "tenant", null),
        ("", null, "tenant"),
    ];

    private readonly List<string> found = [];
    private readonly Dictionary<string, bool> shown = [];

    /// <summary>How many answers were looked at.</summary>
    public int Cells { get; private set; }

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        found.AddRange(MatrixRoutes.Uncovered(world.Server.Services));
        var before = Contents();
        foreach (var (own, other) in new[] { (SentinelWorld.A, SentinelWorld.B), (SentinelWorld.B, SentinelWorld.A) })
        {
            foreach (var role in roles)
            {
                await ReadEverythingAsync(own, other, role);
            }

            await SpoofAsync(own, other);
            await ReplayAsync(own, other);
            await StaleStampAsync(own, other);
        }

        foreach (var (pattern, _) in shown.Where(route => !route.Value))
        {
            found.Add($"{pattern} never showed anybody their own company's word: the cell proves nothing");
        }

        Compare(before, Contents());
        await SwappedRowsAsync();
        Logs();
        return found;
    }

    private async Task ReadEverythingAsync(CompanyId own, CompanyId other, Role role)
    {
        var signedIn = await world.SignInAsync(own, role);
        using var client = world.Server.Client(signedIn);
        foreach (var route in MatrixRoutes.Read)
        {
            if (route.ShowsText)
            {
                shown.TryAdd(route.Pattern, false);
            }

            if (route.Record is null)
            {
                await OwnAsync(client, own, role, route, Stamped(route.Pattern, signedIn, own));
                continue;
            }

            if (world.Ids.TryGetValue((own, route.Record), out var ownId))
            {
                await OwnAsync(client, own, role, route, route.Address(ownId));
            }

            var foreign = await ReadAsync(client, own, route.Address(world.Ids[(other, route.Record)]), $"{role} with a foreign id");
            var unknown = await ReadAsync(client, own, route.Address(Guid.NewGuid().ToString()), $"{role} with an unknown id");
            if (foreign.Status != unknown.Status || Normalised.Body(foreign.Body) != Normalised.Body(unknown.Body))
            {
                found.Add($"{route.Pattern} as {role}: a foreign id is answered otherwise than one that does not exist");
            }
        }
    }

    private async Task OwnAsync(HttpClient client, CompanyId own, Role role, MatrixRoute route, string address)
    {
        var (status, body) = await ReadAsync(client, own, address, role.ToString());
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Redirect))
        {
            found.Add($"{address} as {role}: {(int)status}");
        }

        if (status == HttpStatusCode.OK && route.ShowsText)
        {
            var seen = body.Contains(Sentinels.Words[own], StringComparison.OrdinalIgnoreCase);
            shown[route.Pattern] |= seen || route.Pattern == "/portal/logo";
        }
    }

    private async Task SpoofAsync(CompanyId own, CompanyId other)
    {
        var signedIn = await world.SignInAsync(own, Role.Owner);
        var counters = world.Server.Services.GetRequiredService<BindingCounters>();
        foreach (var address in new[] { "/", "/workspace/invoices", "/control/companies" })
        {
            using var plain = world.Server.Client(signedIn);
            var expected = await ReadAsync(plain, own, address, "plainly");
            foreach (var (header, query, cookie) in Spoofs)
            {
                using var client = world.Server.Client(signedIn);
                if (header.Length > 0)
                {
                    client.DefaultRequestHeaders.Add(header, other.ToString());
                }

                if (cookie is not null)
                {
                    client.DefaultRequestHeaders.Remove("Cookie");
                    client.DefaultRequestHeaders.Add("Cookie", $"{signedIn.CookieName}={signedIn.CookieValue}; {cookie}={other}");
                }

                var counted = counters.Spoofed;
                var name = $"with a spoofed {header}{query}{cookie}";
                var answer = await ReadAsync(client, own, query is null ? address : $"{address}?{query}={other}", name);
                if (answer.Status != expected.Status || Normalised.Body(answer.Body) != Normalised.Body(expected.Body))
                {
                    found.Add($"{address} {name}: another answer than without");
                }

                if (counters.Spoofed != counted + 1)
                {
                    found.Add($"{address} {name}: not counted once");
                }
            }
        }
    }

    private async Task ReplayAsync(CompanyId own, CompanyId other)
    {
        // A session that was ended.
        var ended = await world.SignInAsync(own, Role.Owner);
        await world
            .Server.Services.GetRequiredService<SignInSessions>()
            .EndOwnAsync(
                new PersonContext(ended.Person.Id, ended.Session, ended.Person.Name, own),
                ended.Session,
                "signed-out",
                CancellationToken.None
            );
        await RefusedAsync(own, ended, "the cookie of an ended session");

        // A live session of one company, under a claim of the other.
        var live = await world.SignInAsync(own, Role.Owner);
        await RefusedAsync(own, world.Server.Cookie(live.Person, live.Session, other.ToString()), "a claim that the session does not have");

        // A person of the one company with a session at the other, where they are no member.
        var stranger = await world.Server.SignInAsync(live.Person, other);
        await RefusedAsync(own, stranger, "a session at a company without a membership");
        using var client = world.Server.Client(stranger);
        using var nowhere = world.Server.Client(await world.Server.SignInAsync(live.Person, new CompanyId(Guid.NewGuid())));
        var notMine = await ReadAsync(client, own, "/workspace/invoices", "no member");
        var notThere = await ReadAsync(nowhere, own, "/workspace/invoices", "no company");
        if (notMine.Status != notThere.Status || Normalised.Body(notMine.Body) != Normalised.Body(notThere.Body))
        {
            found.Add("A company that is not mine is answered otherwise than one that does not exist");
        }

        // Another person's session.
        var another = world.People[(own, Role.Sales)];
        await RefusedAsync(own, world.Server.Cookie(another, live.Session, own.ToString()), "another person's session");
    }

    private async Task RefusedAsync(CompanyId own, SignedIn signedIn, string what)
    {
        using var client = world.Server.Client(signedIn);
        foreach (var address in new[] { "/", "/workspace/invoices", "/portal" })
        {
            var (status, _) = await ReadAsync(client, own, address, what);
            if (status is not (HttpStatusCode.Forbidden or HttpStatusCode.Redirect or HttpStatusCode.Unauthorized))
            {
                found.Add($"{address} with {what}: {(int)status}");
            }
        }
    }

    private async Task StaleStampAsync(CompanyId own, CompanyId other)
    {
        var before = await world.SignInAsync(other, Role.Owner);
        var now = await world.SignInAsync(own, Role.Owner);
        using var client = world.Server.Client(now);
        var (status, body) = await ReadAsync(
            client,
            own,
            Stamped("/workspace/invoices/export.csv", before, other),
            "from a tab of the other company"
        );
        if (status != HttpStatusCode.Conflict || body.Contains(Sentinels.Words[own], StringComparison.OrdinalIgnoreCase))
        {
            found.Add($"A download from a stale tab was answered with {(int)status}");
        }
    }

    private async Task SwappedRowsAsync()
    {
        var a = await world.SignInAsync(SentinelWorld.A, Role.Owner);
        await world.Server.WriteAsync(control =>
        {
            var one = control.Companies.Single(row => row.Id == SentinelWorld.A);
            var two = control.Companies.Single(row => row.Id == SentinelWorld.B);
            (one.Database, two.Database) = (two.Database, one.Database);
        });
        using var client = world.Server.Client(a);
        foreach (var address in new[] { "/", "/workspace/invoices", "/portal/logo" })
        {
            var (status, _) = await ReadAsync(client, SentinelWorld.A, address, "with swapped catalog rows");
            if (status != HttpStatusCode.ServiceUnavailable && address != "/portal/logo")
            {
                found.Add($"{address} with swapped catalog rows: {(int)status}");
            }
        }
    }

    private void Logs()
    {
        foreach (var line in world.Server.Log.Lines.Where(line => SentinelWorld.ForeignWords(default, line).Any()))
        {
            found.Add($"The log quotes a company's data: {line[..Math.Min(line.Length, 200)]}");
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> ReadAsync(HttpClient client, CompanyId own, string address, string who)
    {
        Cells++;
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        var all = $"{response.Headers}{response.Content.Headers}{body}";
        foreach (var word in SentinelWorld.ForeignWords(own, all))
        {
            found.Add($"{address} {who} at {Sentinels.Words[own]} shows {word}");
        }

        if (
            response.Headers.CacheControl is not { NoStore: true }
            && body.Contains(Sentinels.Words[own], StringComparison.OrdinalIgnoreCase)
        )
        {
            found.Add($"{address} {who}: may be kept by a cache");
        }

        return (response.StatusCode, body);
    }

    private string Stamped(string address, SignedIn signedIn, CompanyId company) =>
        address.EndsWith(".csv", StringComparison.Ordinal) ? world.Stamped(address, signedIn, company) : address;

    /// <summary>Everything that stands in the databases, by company, without what a page view itself may add.</summary>
    private Dictionary<CompanyId, string> Contents() =>
        Sentinels.Words.Keys.ToDictionary(
            company => company,
            company =>
            {
                using var connection = new SqliteConnection(
                    $"Data Source={SentinelWorld.FileOf(world.Server.DataDirectory, company)};Pooling=False;Mode=ReadOnly"
                );
                connection.Open();
                var tables = connection.Query<string>(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('AuditRecords', 'sqlite_sequence')"
                );
                return string.Join(
                    '\n',
                    tables
                        .Order(StringComparer.Ordinal)
                        .SelectMany(table =>
                            connection
                                .Query($"SELECT * FROM \"{table}\" ORDER BY 1")
                                .Select(row => string.Join('|', ((IDictionary<string, object>)row).Values))
                        )
                );
            }
        );

    private void Compare(Dictionary<CompanyId, string> before, Dictionary<CompanyId, string> after)
    {
        foreach (var company in before.Keys.Where(company => before[company] != after[company]))
        {
            found.Add($"Reading changed the database of {Sentinels.Words[company]}");
        }
    }
}
