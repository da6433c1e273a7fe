using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Identity;

namespace Metiva.Tests.Load;

/// <summary>The invoices of one company, as its owner sees them: whatever else a list shows is another company's.</summary>
internal sealed record OwnInvoices(string Company, IReadOnlySet<Guid> Ids);

/// <summary>A demo person who is signed in at a company.</summary>
/// <param name="Name">Who, for messages.</param>
/// <param name="Roles">As what.</param>
/// <param name="Cookie">The header that says so.</param>
/// <param name="List">The list of invoices that is theirs to see: the workspace's or the portal's.</param>
/// <param name="Own">What may stand in it.</param>
/// <param name="Details">Pages of invoices that they may open.</param>
internal sealed partial record Visitor(
    string Name,
    RoleSet Roles,
    string Cookie,
    string List,
    OwnInvoices Own,
    IReadOnlyList<string> Details
)
{
    private const string StaffList = "/workspace/invoices";
    private const string ClientList = "/portal/invoices";
    private const int PageSize = 100;

    public bool IsClient => List == ClientList;

    /// <summary>
    /// Signs everybody in at every company where they may see invoices, over HTTP through the development issuer: real tokens, real
    /// sessions.
    /// </summary>
    public static async Task<IReadOnlyList<Visitor>> SignInAsync(Uri server)
    {
        var own = new Dictionary<DemoCompany, OwnInvoices>();
        foreach (var company in DemoCompanies.All)
        {
            using var owner = await SignInAsync(server, DemoPeople.Holding(Role.Owner, company), company);
            own[company] = new OwnInvoices(company.Name, (await ReadAsync(owner, StaffList)).ToHashSet());
        }

        var all = own.Values.SelectMany(invoices => invoices.Ids).ToList();
        if (all.Count != all.Distinct().Count())
        {
            throw new InvalidOperationException("An invoice stands in the lists of two companies.");
        }

        var visitors = new List<Visitor>();
        foreach (var person in DemoPeople.All)
        {
            foreach (var membership in person.Memberships)
            {
                if (await TryAsync(server, person, membership, own[membership.Company]) is { } visitor)
                {
                    visitors.Add(visitor);
                }
            }
        }

        return visitors;
    }

    /// <summary>The invoices that an address or a page names.</summary>
    public static IEnumerable<Guid> IdsIn(string text) => Link().Matches(text).Select(match => Guid.Parse(match.Groups["id"].Value));

    private static async Task<Visitor?> TryAsync(Uri server, DemoPerson person, DemoMembership membership, OwnInvoices own)
    {
        var list = membership.Roles.Has(Role.Client) ? ClientList : StaffList;
        using var browser = await SignInAsync(server, person, membership.Company);
        await browser.GoAsync($"{list}?size={PageSize}");
        var details = IdsIn(browser.Body).Distinct().Select(id => $"{list}/{id:D}").ToList();

        // A role that sees no invoices is refused the list, and some see only their own, of which there may be none.
        return details.Count == 0
            ? null
            : new Visitor(
                $"{person.Name} at {membership.Company.Name}",
                membership.Roles,
                string.Join("; ", browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")),
                list,
                own,
                details
            );
    }

    private static async Task<HttpBrowser> SignInAsync(Uri server, DemoPerson person, DemoCompany company)
    {
        var browser = new HttpBrowser(server);
        await browser.SignInThroughIssuerAsync(person);
        if (person.Memberships.Count > 1)
        {
            await browser.GoAsync(SignInPages.Company);
            await browser.PressAsync($"form:has(input[value='{company.Id}']) button");
        }

        return browser;
    }

    private static async Task<List<Guid>> ReadAsync(HttpBrowser browser, string list)
    {
        var found = new List<Guid>();
        for (var page = 1; ; page++)
        {
            await browser.GoAsync($"{list}?size={PageSize}&page={page}");
            var more = IdsIn(browser.Body).Distinct().Except(found).ToList();
            if (more.Count == 0)
            {
                return found;
            }

            found.AddRange(more);
        }
    }

    [GeneratedRegex(
        "/(workspace|portal)/invoices/(?<id>[0-9a-f]{8}-[0-9a-f-]{27})",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Link();
}
