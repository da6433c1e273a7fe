using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Web.Workspace.ViewAsClient;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Metiva.Tests.Isolation;

/// <summary>What a page posts to outside its circuit, posted as one company's person with a page of the other company.</summary>
internal sealed class MatrixPosts(MatrixProbe probe)
{
    public static IReadOnlyList<string> Patterns { get; } =
    [
        ViewAsClientFeature.Start,
        ViewAsClientFeature.Leave,
        "/workspace/files/uploads",
        "/workspace/files/uploads/{id}",
        "/portal/files/uploads",
        "/portal/files/uploads/{id}",
    ];

    public async Task RunAsync(CompanyId own, CompanyId other)
    {
        var world = probe.World;
        var owner = await world.SignInAsync(own, Role.Owner);
        var stamp = world.StampOf(await world.SignInAsync(other, Role.Owner), other).Current;

        using var begun = await world.PostAsync(owner, ViewAsClientFeature.Start, stamp);
        var body = await probe.ReadAsync(begun, own, ViewAsClientFeature.Start, "with the other company's stamp");
        if (begun.StatusCode != HttpStatusCode.Conflict || CookieOf(begun, owner) is not null || body.Contains(Sentinels.Words[own]))
        {
            probe.Found($"{ViewAsClientFeature.Start} from a stale tab of the other company: {(int)begun.StatusCode}");
        }

        var viewing = world.Server.Cookie(owner.Person, owner.Session, own.ToString(), viewAsClient: true);
        using var stale = await world.PostAsync(viewing, ViewAsClientFeature.Leave, stamp);
        await probe.ReadAsync(stale, own, ViewAsClientFeature.Leave, "with the other company's stamp");
        if (stale.StatusCode != HttpStatusCode.Conflict || CookieOf(stale, viewing) is not null)
        {
            probe.Found($"{ViewAsClientFeature.Leave} from a stale tab of the other company: {(int)stale.StatusCode}");
        }

        foreach (var (list, role) in new[] { ("/workspace/files", Role.Owner), ("/portal/files", Role.Client) })
        {
            var person = await world.SignInAsync(own, role);
            using var sent = await world.PostAsync(person, $"{list}/uploads?name=a.txt&size=5", stamp);
            using var client = world.Server.Client(person);
            var standing = $"{list}/uploads/{Guid.NewGuid()}";
            using var asked = await client.GetAsync($"{standing}?stamp={Uri.EscapeDataString(stamp)}");
            await probe.ReadAsync(sent, own, list, "an upload with the other company's stamp");
            await probe.ReadAsync(asked, own, list, "a standing with the other company's stamp");
            if ((sent.StatusCode, asked.StatusCode) != (HttpStatusCode.Conflict, HttpStatusCode.Conflict))
            {
                probe.Found($"{list}/uploads from a stale tab of the other company: {(int)sent.StatusCode} {(int)asked.StatusCode}");
            }
        }

        // From its own page it leads home, at the company where one is.
        using var left = await world.PostAsync(viewing, ViewAsClientFeature.Leave, world.StampOf(viewing, own, viewAsClient: true).Current);
        await probe.ReadAsync(left, own, ViewAsClientFeature.Leave, "with its own stamp");
        if ((left.StatusCode, left.Headers.Location?.ToString()) != (HttpStatusCode.Redirect, "/"))
        {
            probe.Found($"{ViewAsClientFeature.Leave}: {(int)left.StatusCode} to {left.Headers.Location}");
        }

        if (CookieOf(left, viewing) is not { } cookie || CompanyOf(cookie) != own.ToString())
        {
            probe.Found($"{ViewAsClientFeature.Leave} gave no cookie of the own company");
        }
    }

    private static string? CookieOf(HttpResponseMessage answer, Support.SignedIn before) =>
        (answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            .Where(cookie => cookie.StartsWith(before.CookieName + "=", StringComparison.Ordinal))
            .Select(cookie => cookie.Split(';')[0][(before.CookieName.Length + 1)..])
            .SingleOrDefault();

    private string? CompanyOf(string cookie) =>
        probe
            .World.Server.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(ClaimNames.Scheme)
            .TicketDataFormat.Unprotect(cookie)
            ?.Principal.FindFirst(ClaimNames.Company)
            ?.Value;
}
