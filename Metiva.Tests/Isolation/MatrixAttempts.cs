using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Sessions;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Isolation;

/// <summary>Ways in that must lead nowhere: spoofed selectors, replayed cookies, stale tabs and swapped catalog rows.</summary>
internal sealed class MatrixAttempts(MatrixProbe probe)
{
    private static readonly (string Header, string? Query, string? Cookie)[] Spoofs =
    [
        ("X-Tenant", null, null),
        ("X-Company-Id", null, null),
        ("X-Tenant-Id", null, null),
        ("", "tenant", null),
        ("", null, "tenant"),
    ];

    private readonly SentinelWorld world = probe.World;

    public async Task RunAsync(CompanyId own, CompanyId other)
    {
        await SpoofAsync(own, other, Role.Owner, "/", "/workspace/invoices", "/control/companies", "/account/company", "export");
        if (own != SentinelWorld.Agency)
        {
            await SpoofAsync(own, other, Role.Client, "/portal");
        }

        await ReplayAsync(own, other);
        await StaleStampAsync(own, other);
    }

    public async Task SwappedRowsAsync()
    {
        var owner = await world.SignInAsync(SentinelWorld.A, Role.Owner);
        var member = await world.SignInAsync(SentinelWorld.A, Role.Client);
        await world.Server.WriteAsync(control =>
        {
            var one = control.Companies.Single(row => row.Id == SentinelWorld.A);
            var two = control.Companies.Single(row => row.Id == SentinelWorld.B);
            (one.Database, two.Database) = (two.Database, one.Database);
        });
        var export = world.Stamped("/workspace/invoices/export.csv", owner, SentinelWorld.A);
        foreach (
            var (who, address) in new[]
            {
                (owner, "/"),
                (owner, "/workspace/invoices"),
                (owner, export),
                (member, "/portal"),
                (member, "/portal/logo"),
            }
        )
        {
            using var client = world.Server.Client(who);
            var answer = await probe.ReadAsync(client, SentinelWorld.A, address, "with swapped catalog rows");
            if ((answer.Status, answer.Refusal) != (HttpStatusCode.ServiceUnavailable, nameof(BindingOutcome.DatabaseMismatch)))
            {
                probe.Found($"{address} with swapped catalog rows: {(int)answer.Status} {answer.Refusal}");
            }
        }
    }

    private async Task SpoofAsync(CompanyId own, CompanyId other, Role role, params string[] addresses)
    {
        var signedIn = await world.SignInAsync(own, role);
        var counters = world.Server.Services.GetRequiredService<BindingCounters>();
        foreach (var named in addresses)
        {
            var address = named == "export" ? world.Stamped("/workspace/invoices/export.csv", signedIn, own) : named;
            var registry = own == SentinelWorld.Agency && named.StartsWith("/control", StringComparison.Ordinal);
            using var plain = world.Server.Client(signedIn);
            var expected = await probe.ReadAsync(plain, own, address, "plainly", registry);
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
                var spoofed = query is null ? address : $"{address}{(address.Contains('?') ? '&' : '?')}{query}={other}";
                var answer = await probe.ReadAsync(client, own, spoofed, name, registry);
                if (!answer.SameAs(expected))
                {
                    probe.Found($"{named} {name}: another answer than without");
                }

                if (counters.Spoofed != counted + 1)
                {
                    probe.Found($"{named} {name}: not counted once");
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
        var notMine = await probe.ReadAsync(client, own, "/workspace/invoices", "no member");
        var notThere = await probe.ReadAsync(nowhere, own, "/workspace/invoices", "no company");
        if (!notMine.SameAs(notThere))
        {
            probe.Found("A company that is not mine is answered otherwise than one that does not exist");
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
            var (status, _) = await probe.ReadAsync(client, own, address, what);
            if (status is not (HttpStatusCode.Forbidden or HttpStatusCode.Redirect or HttpStatusCode.Unauthorized))
            {
                probe.Found($"{address} with {what}: {(int)status}");
            }
        }
    }

    private async Task StaleStampAsync(CompanyId own, CompanyId other)
    {
        var before = await world.SignInAsync(other, Role.Owner);
        var now = await world.SignInAsync(own, Role.Owner);
        using var client = world.Server.Client(now);
        var (status, body) = await probe.ReadAsync(
            client,
            own,
            world.Stamped("/workspace/invoices/export.csv", before, other),
            "from a tab of the other company"
        );
        if (status != HttpStatusCode.Conflict || body.Contains(Sentinels.Words[own], StringComparison.OrdinalIgnoreCase))
        {
            probe.Found($"A download from a stale tab was answered with {(int)status}");
        }
    }
}
