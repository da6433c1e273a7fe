using System.Net;
using System.Text.RegularExpressions;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tests.Development;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Identity;
using Metiva.Web.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>The whole host on SQL Server, with its demo data, as somebody meets it who comes with a browser.</summary>
public sealed partial class WholeHostTests(WholeHostTests.OnSqlServer one) : IClassFixture<WholeHostTests.OnSqlServer>, IDisposable
{
    private static readonly DemoCompany Here = DemoCompanies.Bakery;
    private static readonly DemoCompany There = DemoCompanies.Bicycles;

    private MetivaServer Server => one.Server;

    [SqlServerFact]
    public async Task The_first_start_makes_every_demo_company_a_database_of_its_own()
    {
        var catalog = Server.Services.GetRequiredService<Snapshots>().Catalog;
        Assert.All(DemoCompanies.All, company => Assert.Equal(CompanyState.Active, catalog.Find(company.Id)!.State));
        var databases = await SqlServerInstallation.In(Server.DataDirectory).NamesAsync("databases");
        Assert.Equal(DemoCompanies.All.Count + 1, databases.Count);
        foreach (var company in DemoCompanies.All)
        {
            Assert.NotEqual(0, await DemoBench.ReadAsync(Server.Services, company, data => data.Invoices.CountAsync()));
        }
    }

    [SqlServerTheory]
    [InlineData(Role.Owner, "/workspace/members", "Pieter van Aalst")]
    [InlineData(Role.Admin, "/workspace/audit?action=invoices.issued&page=2", "invoices.issued")]
    [InlineData(Role.AccountManager, "/workspace/invoices?q=de&sort=customer", "<tbody")]
    [InlineData(Role.Sales, "/workspace/invoices?state=Overdue&sort=-total", "aria-sort=\"descending\"")]
    [InlineData(Role.Delivery, "/workspace/invoices?page=2&sort=-number", "<tbody")]
    [InlineData(Role.Marketing, "/", "Bakkerij Van Aalst")]
    [InlineData(Role.Finance, "/workspace/invoices/review", "class=\"waiting\"")]
    [InlineData(Role.Client, "/portal/invoices?sort=number&page=2", "--brand:#b4530f")]
    public async Task Every_role_gets_a_page_of_its_own_company_and_no_word_of_another(Role role, string address, string shows)
    {
        using var browser = await Server.SignInThroughIssuerAsync(DemoPeople.Holding(role, Here));
        if (browser.Address.AbsolutePath == SignInPages.Company)
        {
            await browser.PressAsync($"form:has(input[value='{Here.Id}']) button");
        }

        await browser.GoAsync(address);
        Assert.Equal((HttpStatusCode.OK, address), (browser.Status, browser.Address.PathAndQuery));
        Assert.Contains(shows, browser.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await one.WordsOfAsync(There), word => browser.Body.Contains(word, StringComparison.Ordinal));
    }

    [SqlServerFact]
    public async Task The_agencys_owner_sees_companies_their_logins_and_their_server()
    {
        using var browser = await Server.SignInThroughIssuerAsync(DemoPeople.Holding(Role.Owner, DemoCompanies.Agency));
        await browser.GoAsync("/control/companies?sort=-members&size=25");
        Assert.Equal(DemoCompanies.All.Count, browser.Document.QuerySelectorAll("tbody tr").Length);
        await browser.GoAsync($"/control/companies/{Here.Id}");
        Assert.NotEmpty(browser.Document.QuerySelectorAll("section[aria-labelledby=credential] button"));
        await browser.GoAsync("/control/servers");
        Assert.Contains("SqlServer", browser.Document.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Password=", browser.Body, StringComparison.Ordinal);
    }

    [SqlServerFact]
    public async Task An_invoice_that_is_issued_stands_in_the_list_the_audit_and_the_portal_of_its_own_company()
    {
        var (finance, client) = (await PersonAsync(Role.Finance), await PersonAsync(Role.Client));
        var before = await StandAsync(Server, There);
        var (invoice, number) = await IssueAsync(finance);

        using var staff = Server.Client(finance);
        Assert.Contains(number, await staff.GetStringAsync($"/workspace/invoices?q={number}"), StringComparison.Ordinal);
        Assert.Contains(number, await staff.GetStringAsync("/workspace/audit?action=invoices.issued"), StringComparison.Ordinal);
        using var portal = Server.Client(client);
        Assert.Contains(number, await portal.GetStringAsync($"/portal/invoices/{invoice}"), StringComparison.Ordinal);

        using var elsewhere = Server.Client(await PersonAsync(Role.Finance, There));
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/workspace/invoices/{invoice}")).StatusCode);
        Assert.Equal(before, await StandAsync(Server, There));
    }

    [SqlServerFact]
    public async Task A_download_counts_every_invoice_and_is_written_down()
    {
        using var client = Server.Client(await PersonAsync(Role.Finance));
        var link = WebUtility.HtmlDecode(ExportLink().Match(await client.GetStringAsync("/workspace/invoices")).Groups["href"].Value);
        var lines = (await client.GetStringAsync(link)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(await DemoBench.ReadAsync(Server.Services, Here, data => data.Invoices.CountAsync()), lines.Length - 1);
        Assert.Contains(
            "invoices.exported",
            await client.GetStringAsync("/workspace/audit?action=invoices.exported"),
            StringComparison.Ordinal
        );
    }

    /// <summary>Whatever a test did, the host logged no error.</summary>
    public void Dispose() =>
        Assert.DoesNotContain(
            Server.Log.Lines,
            line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)
        );

    private static Task<(int Audit, int Next)> StandAsync(MetivaServer server, DemoCompany company) =>
        DemoBench.ReadAsync(
            server.Services,
            company,
            async data => (await data.AuditRecords.CountAsync(), await data.NumberSeries.SumAsync(series => series.Next))
        );

    private async Task<SignedIn> PersonAsync(Role role, DemoCompany? company = null)
    {
        var at = (company ?? Here).Id;
        return await Server.SignInAsync(await Server.AddPersonAsync($"Test {role}", at, role), at);
    }

    // As the page's button does it: bound by the same binder, by the same command.
    private async Task<(Guid Id, string Number)> IssueAsync(SignedIn person)
    {
        var waiting = await DemoBench.ReadAsync(
            Server.Services,
            Here,
            data => data.Invoices.AsNoTracking().Where(row => row.State == InvoiceState.InReview).OrderBy(row => row.Id).FirstAsync()
        );
        using var scope = Server.Services.CreateScope();
        scope
            .ServiceProvider.GetRequiredService<TenantScope>()
            .Freeze(Server.Services.GetRequiredService<Binder>().Bind(Server.Principal(person.Person, person.Session, Here.Id.ToString())));
        var issued = await scope
            .ServiceProvider.GetRequiredService<IssueInvoice>()
            .Run(new(waiting.Id, waiting.Version), CancellationToken.None);
        return (waiting.Id, issued.Value);
    }

    [GeneratedRegex("href=\"(?<href>/workspace/invoices/export.csv[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExportLink();

    /// <summary>One host for all of these; none without a server.</summary>
    public sealed class OnSqlServer : IAsyncLifetime
    {
        internal MetivaServer Server { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (TestServer.Administrator is not null)
            {
                // A crowded machine must not look like a control plane that went away.
                Server = await MetivaServer.StartAsync(
                    onSqlServer: true,
                    settings:
                    [
                        "--Tenancy:MaxSnapshotAgeForCommandsMilliseconds=60000",
                        "--Tenancy:MaxSnapshotAgeForReadsMilliseconds=60000",
                    ]
                );
            }
        }

        public async Task DisposeAsync()
        {
            if (Server is not null)
            {
                await Server.DisposeAsync();
            }
        }

        /// <summary>What only this company's records say: the names of its customers and the numbers of its records.</summary>
        internal Task<List<string>> WordsOfAsync(DemoCompany company) =>
            DemoBench.ReadAsync(
                Server.Services,
                company,
                async data =>
                {
                    var accounts = await data.Accounts.AsNoTracking().ToListAsync();
                    var invoices = await data.Invoices.AsNoTracking().ToListAsync();
                    return accounts
                        .SelectMany(account => new[] { account.Name, account.Id.ToString() })
                        .Concat(invoices.SelectMany(invoice => new[] { invoice.CustomerName, invoice.Id.ToString() }))
                        .Append(company.Name)
                        .Distinct(StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .ToList();
                }
            );
    }
}
