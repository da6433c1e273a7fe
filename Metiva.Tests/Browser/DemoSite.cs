using System.Reflection;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web;
using Metiva.Web.Development;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace Metiva.Tests.Browser;

/// <summary>The host with its demo data, for tests that only look.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    internal MetivaServer Server { get; private set; } = null!;

    /// <summary>The pages, by the type that draws them.</summary>
    internal static IEnumerable<Type> Pages =>
        typeof(MetivaHost)
            .Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(RouteAttribute)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);

    public async Task InitializeAsync() => Server = await MetivaServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>Opens the page as somebody who may see it. A page about one record is reached through the list's first link.</summary>
    internal async Task<BrowserSession> OpenAsync(Type page, BrowserLook look)
    {
        var template = page.GetCustomAttributes<RouteAttribute>().OrderBy(route => route.Template.Length).First().Template;
        var session = await BrowserSession.OpenAsync(Server.Address, await SignInForAsync(page), look);
        if (!template.Contains('{', StringComparison.Ordinal))
        {
            await session.GoAsync(template);
            return session;
        }

        if (!template.Contains(":guid}", StringComparison.Ordinal))
        {
            // What only one person was sent is looked at as somebody who guesses sees it.
            await session.GoAsync(template[..template.IndexOf('{', StringComparison.Ordinal)] + "a-guess");
            return session;
        }

        var list = template[..template.IndexOf("/{", StringComparison.Ordinal)];
        await session.GoAsync(list);
        string? record = null;

        // The circuit draws the list anew when it has read it, so for a moment it may hold nothing.
        await Eventually.TrueAsync(async () => (record = await RecordAsync(session, list)) is not null, TimeSpan.FromSeconds(30));
        await session.GoAsync(record!);
        return session;
    }

    private static async Task<string?> RecordAsync(BrowserSession session, string list)
    {
        var links = await session
            .Page.Locator($"main a[href*='{list}/']")
            .EvaluateAllAsync<string[]>("all => all.map(link => new URL(link.href).pathname)");
        return links.FirstOrDefault(link => Guid.TryParse(link[(list.Length + 1)..], out _));
    }

    private async Task<SignedIn?> SignInForAsync(Type page) =>
        AccessRule.Of(page).Surface switch
        {
            Surface.Open => null,
            Surface.Portal => await Server.SignInAsync(DemoPeople.Holding(Role.Client, DemoCompanies.Bakery), DemoCompanies.Bakery),
            Surface.Control => await Server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Agency), DemoCompanies.Agency),
            _ => await Server.SignInAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Bakery), DemoCompanies.Bakery),
        };
}
