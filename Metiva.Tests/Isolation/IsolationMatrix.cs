using System.Net;
using System.Net.Http.Headers;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;

namespace Metiva.Tests.Isolation;

/// <summary>
/// Drives every route as every role of two client companies and of the agency, and every way in that must lead nowhere. What it finds
/// is a list of sentences; an isolated host gives none.
/// </summary>
/// <param name="world">The host, with everything marked.</param>
/// <param name="roles">As whom it is driven.</param>
/// <param name="until">What it stops at when it has found it; null is at nothing.</param>
internal sealed class IsolationMatrix(SentinelWorld world, IReadOnlyList<Role> roles, string? until = null)
{
    private static readonly CompanyId[] Companies = [SentinelWorld.A, SentinelWorld.B, SentinelWorld.Agency];
    private readonly MatrixProbe probe = new(world, until);
    private int logged;

    /// <summary>How many answers were looked at.</summary>
    public int Cells => probe.Cells;

    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        try
        {
            await RunAllAsync();
        }
        catch (EnoughFoundException)
        {
            // What was looked for is among them.
        }

        return probe.All;
    }

    private async Task RunAllAsync()
    {
        foreach (var sentence in MatrixRoutes.Uncovered(world.Server.Services))
        {
            probe.Found(sentence);
        }

        var before = MatrixContents.Of(world);
        var attempts = new MatrixAttempts(probe);
        foreach (var own in Companies)
        {
            // What leads nowhere comes first: it is little, and where it leads somewhere the rest need not be looked at.
            await attempts.RunAsync(own, own == SentinelWorld.B ? SentinelWorld.A : SentinelWorld.B);
            foreach (var role in roles.Where(role => own != SentinelWorld.Agency || role != Role.Client))
            {
                await ReadEverythingAsync(own, role);
            }

            LookIntoTheLog();
        }

        await new MatrixPosts(probe).RunAsync(SentinelWorld.A, SentinelWorld.B);
        await LogosAsync(SentinelWorld.A, SentinelWorld.B);
        foreach (var sentence in before.ChangedIn(MatrixContents.Of(world), world))
        {
            probe.Found(sentence);
        }

        await new MatrixWork(probe).RunAsync(SentinelWorld.A, SentinelWorld.B);
        await attempts.SwappedRowsAsync();
        LookIntoTheLog();
    }

    private void LookIntoTheLog()
    {
        var lines = world.Server.Log.Lines;
        foreach (var line in lines.Skip(logged).Where(line => Sentinels.Words.Values.Any(line.Contains)))
        {
            probe.Found($"The log quotes a company's data: {line[..Math.Min(line.Length, 200)]}");
        }

        logged = lines.Count;
    }

    private async Task ReadEverythingAsync(CompanyId own, Role role)
    {
        var signedIn = await world.SignInAsync(own, role);
        using var client = world.Server.Client(signedIn);
        foreach (var route in MatrixRoutes.Read)
        {
            if (route.IsControl && LetterOf(own, role, route) == 'y')
            {
                await ControlAsync(client, own, role, route);
                continue;
            }

            if (route.Record is null)
            {
                var address = route.Pattern.Contains("/export.", StringComparison.Ordinal)
                    ? world.Stamped(route.Pattern, signedIn, own)
                    : route.Address(null);
                await OwnAsync(client, own, role, route, address);
                continue;
            }

            string AddressOf(string id) =>
                route.Shows == Shows.Content || route.Pattern.EndsWith("/preview", StringComparison.Ordinal)
                    ? world.Stamped(route.Address(id), signedIn, own)
                    : route.Address(id);

            await OwnAsync(client, own, role, route, AddressOf(world.Ids.GetValueOrDefault((own, route.Record)) ?? NoId));
            var unknown = await probe.ReadAsync(client, own, AddressOf(NoId), $"{role} with an unknown id", part: PartOf(route));
            foreach (var other in Companies.Where(company => company != own && world.Ids.ContainsKey((company, route.Record))))
            {
                var address = AddressOf(world.Ids[(other, route.Record)]);
                var foreign = await probe.ReadAsync(client, own, address, $"{role} with a foreign id", part: PartOf(route));
                if (!foreign.SameAs(unknown))
                {
                    probe.Found($"{route.Pattern} as {role}: a foreign id is answered otherwise than one that does not exist");
                }
            }
        }
    }

    private static string NoId => Guid.NewGuid().ToString();

    private static RangeHeaderValue? PartOf(MatrixRoute route) => route.InPart ? new(0, SentinelFiles.WordLength - 1) : null;

    /// <summary>Every cell proves that it looks: who may come sees the own word, and who may not is refused.</summary>
    private async Task OwnAsync(HttpClient client, CompanyId own, Role role, MatrixRoute route, string address)
    {
        var answer = await probe.ReadAsync(client, own, address, role.ToString(), part: PartOf(route));
        var letter = LetterOf(own, role, route);
        var expected = letter switch
        {
            _ when route.Shows == Shows.Nothing && !route.IsControl => HttpStatusCode.OK,
            'y' => route.InPart ? HttpStatusCode.PartialContent : HttpStatusCode.OK,
            'p' => HttpStatusCode.Redirect,
            _ => HttpStatusCode.Forbidden,
        };
        if (answer.Status != expected)
        {
            probe.Found($"{address} as {role}: {(int)answer.Status}, so the cell proves nothing");
            return;
        }

        var mayLook = letter == 'y' && route.Shows != Shows.Nothing && route.NotFor != role;
        var word = route.Shows == Shows.Registry ? Sentinels.RegistryWords[own] : Sentinels.Words[own];
        if (mayLook && !(route.Shows == Shows.Content ? answer.Content.Contains(word, StringComparison.Ordinal) : answer.Shows(word)))
        {
            probe.Found($"{address} as {role} does not show {word}: the cell proves nothing");
        }

        if (!mayLook && answer.Shows(Sentinels.Words[own]))
        {
            probe.Found($"{address} as {role} shows {word} to somebody who may not look");
        }
    }

    /// <summary>The agency's pages about all companies: their names and people, and nothing from their databases.</summary>
    private async Task ControlAsync(HttpClient client, CompanyId own, Role role, MatrixRoute route)
    {
        foreach (var company in Sentinels.Words.Keys)
        {
            var address = route.Record is null ? route.Address(null) : route.Address(company.ToString());
            var answer = await probe.ReadAsync(client, own, address, role.ToString(), registry: true);
            if (answer.Status != HttpStatusCode.OK || (route.Shows != Shows.Nothing && !answer.Shows(Sentinels.RegistryWords[company])))
            {
                probe.Found($"{address} as {role} does not show {Sentinels.RegistryWords[company]}: the cell proves nothing");
            }
        }
    }

    /// <summary>The same address is another picture at each company, also for a browser that kept the other one's.</summary>
    private async Task LogosAsync(CompanyId own, CompanyId other)
    {
        using var first = world.Server.Client(await world.SignInAsync(own, Role.Client));
        using var second = world.Server.Client(await world.SignInAsync(other, Role.Client));
        using var mine = await first.GetAsync("/portal/logo");
        if (mine.Headers.ETag is { } kept)
        {
            second.DefaultRequestHeaders.IfNoneMatch.Add(kept);
        }

        using var theirs = await second.GetAsync("/portal/logo");
        var (a, b) = (await mine.Content.ReadAsByteArrayAsync(), await theirs.Content.ReadAsByteArrayAsync());
        if (!a.AsSpan().SequenceEqual(world.LogoOf(own)) || !b.AsSpan().SequenceEqual(world.LogoOf(other)) || a.AsSpan().SequenceEqual(b))
        {
            probe.Found($"/portal/logo: {a.Length} bytes and {b.Length} bytes, which are not the companies' own logos");
        }
    }

    private static char LetterOf(CompanyId own, Role role, MatrixRoute route) =>
        route.IsPersons
            ? 'y'
            : HandWrittenRoute
                .At(own == SentinelWorld.Agency)
                .SingleOrDefault(row => MatrixRoutes.Plain(row.Address) == route.Pattern)
                ?.LetterOf(role)
                ?? '-';
}
