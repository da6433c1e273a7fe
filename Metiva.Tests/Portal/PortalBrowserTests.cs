using Deque.AxeCore.Playwright;
using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Tests.Development;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>The portal in a real browser: readable for everybody in every company's colour, and no wider than a phone.</summary>
public sealed class PortalBrowserTests(PortalServer server) : IClassFixture<PortalServer>
{
    public static TheoryData<string, int, ColorScheme> Looks =>
        new() { { DemoCompanies.Bakery.Name, 1280, ColorScheme.Light }, { DemoCompanies.Bicycles.Name, 360, ColorScheme.Dark } };

    [BrowserTheory]
    [MemberData(nameof(Looks))]
    public async Task Every_page_passes_axe_and_fits_the_screen(string name, int width, ColorScheme scheme)
    {
        var company = DemoCompanies.All.Single(company => company.Name == name);
        var client = await server.SignInAsync(company, Role.Client);
        var look = new BrowserLook(width, 900, "nl-NL", scheme);
        await using var browser = await BrowserSession.OpenAsync(server.Host.Address, client, look);
        List<string> wrong = [];
        foreach (var address in await AddressesAsync(company))
        {
            Assert.True((await browser.GoAsync(address)).Ok, address);
            var found = await browser.Page.RunAxe();
            wrong.AddRange(found.Violations.Select(violation => $"{address}: {violation.Id} {violation.Nodes[0].Html}"));
            if (await browser.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth"))
            {
                wrong.Add($"{address}: wider than {width}");
            }
        }

        wrong.AddRange(browser.Errors);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task<string[]> AddressesAsync(DemoCompany company)
    {
        var services = server.Host.Services;
        var invoice = await DemoBench.ReadAsync(
            services,
            company,
            data => data.Invoices.Where(row => row.State == InvoiceState.PartiallyPaid).Select(row => row.Id).FirstAsync()
        );
        var contract = await DemoBench.ReadAsync(
            services,
            company,
            data => data.Contracts.Where(row => row.SignedAt != null).Select(row => row.Id).FirstAsync()
        );
        var project = await DemoBench.ReadAsync(
            services,
            company,
            data => data.Projects.Where(row => row.PublishedAt != null).Select(row => row.Id).FirstAsync()
        );
        return
        [
            "/portal",
            "/portal/invoices",
            $"/portal/invoices/{invoice}",
            "/portal/contracts",
            $"/portal/contracts/{contract}",
            "/portal/projects",
            $"/portal/projects/{project}",
        ];
    }
}
