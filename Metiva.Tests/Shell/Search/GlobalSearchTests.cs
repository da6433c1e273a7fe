using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Contracts;
using Metiva.Domain.Memberships;
using Metiva.Domain.Projects;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;
using Metiva.Tenancy.Engines.SqlServer.CompanyMigrations;
using Metiva.Tenancy.Search;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Search;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Shell.Search;

public sealed class GlobalSearchTests(TenancyBench bench) : IClassFixture<TenancyBench>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        if ((await Find(Role.Owner, "zeezicht")).Rows.Count > 0)
        {
            return;
        }

        var cafe = await bench.AddCustomerAsync(bench.A, "Café Zeezicht");
        await bench.AddInvoiceAsync(bench.A, cafe, reference: "Pannenkoek");
        await bench.AddInvoiceAsync(bench.A, cafe, InvoiceSeeding.Issued(cafe, Samples.Today), reference: "Poffertjes");
        var marketing = new Actor(bench.Person(Role.Marketing, bench.A).Id, "Marketing");
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                var secret = Contract.Draft(cafe, Text("Huurovereenkomst terras", "Geheime clausule"), Samples.Finance, Samples.At).Value;
                var sent = Contract
                    .Draft(cafe, Text("Onderhoudscontract", "Met het woord terras in de tekst"), Samples.Finance, Samples.At)
                    .Value;
                Samples.Must(sent.Send(Samples.At));
                write.Data.AddRange(secret, sent);
                write.Data.Add(Contact.Create(cafe, "Zoë Zeeman", "Eigenaar", "zoe@zeezicht.example", null, Samples.At).Value);
                write.Data.AddRange(
                    Project.Create(cafe, Plan("Terrasapp van marketing"), marketing, Samples.At).Value,
                    Project.Create(cafe, Plan("Terrasapp van een ander"), Samples.Finance, Samples.At).Value
                );
                return Task.CompletedTask;
            }
        );
        var other = await bench.AddCustomerAsync(bench.B, "Zeezicht van Beta");
        await bench.AddInvoiceAsync(bench.B, other, InvoiceSeeding.Issued(other, Samples.Today));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("zeez")]
    [InlineData("CAFÉ zee")]
    [InlineData("cafe")]
    [InlineData("zeezicht 12345678")]
    public async Task An_account_is_found_by_the_beginning_of_words_without_case_or_diacritics(string text) =>
        Assert.Contains((await Find(Role.Sales, text)).Rows, hit => hit is { EntityType: SearchTypes.Account, Title: "Café Zeezicht" });

    [Fact]
    public async Task Every_word_has_to_match() => Assert.Empty((await Find(Role.Owner, "zeezicht bestaatniet")).Rows);

    [Fact]
    public async Task The_end_of_a_word_is_not_its_beginning() => Assert.Empty((await Find(Role.Owner, "zicht")).Rows);

    [Fact]
    public async Task A_title_comes_before_a_text()
    {
        var found = await Find(Role.Owner, "terras", SearchTypes.Contract);
        Assert.Equal(["Huurovereenkomst terras", "Onderhoudscontract"], found.Rows.Select(hit => hit.Title));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("zee\" OR \"")]
    [InlineData("* NEAR(")]
    [InlineData("Title: zee")]
    [InlineData("-zee ^cafe + (")]
    [InlineData("'; DROP TABLE SearchEntries --")]
    [InlineData("%_[a-z]")]
    [InlineData("zee\0zicht \ud83d")]
    public async Task Whatever_is_typed_is_never_an_error(string text)
    {
        using var scope = bench.As(Role.Owner, bench.A);
        Assert.Null((await scope.Get<GlobalSearchQuery>().Run(new SearchRequest(text, Portal: false), default)).Error);
        Assert.Null((await scope.Get<GlobalSearchQuery>().Suggest(new SearchRequest(text, Portal: false), default)).Error);
        Assert.NotEmpty((await Find(Role.Owner, "zeezicht")).Rows);
    }

    [Fact]
    public async Task Pages_and_counts_agree_with_the_rows()
    {
        var all = await Find(Role.Owner, "te");
        Assert.Equal(all.Total, all.Counts.Sum(count => count.Found));
        Assert.All(all.Counts, count => Assert.Equal(all.Rows.Count(hit => hit.EntityType == count.EntityType), count.Found));

        using var scope = bench.As(Role.Owner, bench.A);
        var query = scope.Get<GlobalSearchQuery>();
        var pages = new List<Guid>();
        for (var page = 1; page <= all.Total; page++)
        {
            pages.Add(
                Assert.Single((await query.Run(new SearchRequest("te", false, Page: page, PageSize: 1), default)).Value.Rows).EntityId
            );
        }

        Assert.Equal(all.Rows.Select(hit => hit.EntityId).Order(), pages.Order());
        var past = (await query.Run(new SearchRequest("te", false, Page: 99, PageSize: 1), default)).Value;
        Assert.Equal((all.Total, pages[^1]), (past.Page, past.Rows[0].EntityId));
    }

    [Fact]
    public async Task Another_companys_records_are_never_found()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var found = await Find(role, "zeezicht", portal: role == Role.Client);
            Assert.DoesNotContain(found.Rows, hit => hit.Title.Contains("Beta", StringComparison.Ordinal));
        }

        using var scope = bench.As(Role.Owner, bench.B);
        var there = await scope.Get<GlobalSearchQuery>().Run(new SearchRequest("zeezicht", Portal: false), default);
        Assert.All(there.Value.Rows, hit => Assert.Contains("Beta", hit.Title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_finds_what_was_published_and_nothing_else()
    {
        Assert.Equal(1, (await Find(Role.Client, "poffertjes", portal: true)).Total);
        Assert.Equal(0, (await Find(Role.Client, "pannenkoek", portal: true)).Total);
        Assert.Equal(0, (await Find(Role.Client, "geheime", portal: true)).Total);
        Assert.Equal("Onderhoudscontract", Assert.Single((await Find(Role.Client, "terras", portal: true)).Rows).Title);
        Assert.DoesNotContain((await Find(Role.Client, "zeezicht", portal: true)).Rows, hit => hit.EntityType != SearchTypes.Invoice);
    }

    [Fact]
    public async Task Whose_grant_reaches_their_own_finds_their_own()
    {
        Assert.Equal(["Terrasapp van marketing"], (await Find(Role.Marketing, "terrasapp")).Rows.Select(hit => hit.Title));
        Assert.Equal(2, (await Find(Role.Delivery, "terrasapp")).Rows.Count);
    }

    [Fact]
    public async Task A_kind_that_somebody_may_not_read_is_not_found_even_when_it_is_asked_for()
    {
        Assert.Equal(0, (await Find(Role.Marketing, "poffertjes")).Total);
        Assert.Empty((await Find(Role.Marketing, "poffertjes", SearchTypes.Invoice)).Rows);
        Assert.Equal(1, (await Find(Role.Sales, "poffertjes", SearchTypes.Invoice)).Total);
    }

    [Theory]
    [InlineData(Role.Client, false)]
    [InlineData(Role.Owner, true)]
    public async Task The_workspace_is_not_searched_by_clients_nor_the_portal_by_staff(Role role, bool portal)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<GlobalSearchQuery>().Run(new SearchRequest("zeezicht", portal), default);
        Assert.IsType<PermissionDenied>(result.Error);
    }

    [Fact]
    public async Task What_is_refused_can_not_be_found_and_what_is_changed_is_found_as_it_is_now()
    {
        using var scope = bench.As(Role.Owner, bench.A);
        var refused = await scope
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, token) =>
                {
                    write.Data.Add(Samples.Customer("Weggegooid"));
                    await write.Data.SaveChangesAsync(token);
                    return new NotFound();
                },
                default
            );
        Assert.IsType<NotFound>(refused.Error);
        Assert.Equal(0, (await Find(Role.Owner, "weggegooid")).Total);

        var garage = await bench.AddCustomerAsync(bench.A, "Garage Oudnaam");
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var row = await write.Data.Accounts.SingleAsync(account => account.Id == garage.Id);
                Samples.Must(row.Change(new AccountDetails("Garage Nieuwnaam", null, null, Samples.Office, null, null)));
            }
        );
        Assert.Equal((0, 1), ((await Find(Role.Owner, "oudnaam")).Total, (await Find(Role.Owner, "nieuwnaam")).Total));
        await bench.WriteAsync(
            bench.A,
            async write => write.Data.Remove(await write.Data.Accounts.SingleAsync(account => account.Id == garage.Id))
        );
        Assert.Equal(0, (await Find(Role.Owner, "nieuwnaam")).Total);
    }

    [Fact]
    public async Task A_step_that_does_not_load_the_lines_of_an_invoice_keeps_them_findable()
    {
        var customer = await bench.AddCustomerAsync(bench.A, "Regelklant");
        var invoice = await bench.AddInvoiceAsync(bench.A, customer, InvoiceSeeding.Issued(customer, Samples.Today));
        await bench.WriteAsync(
            bench.A,
            async write =>
                Samples.Must(
                    (await write.Data.Invoices.SingleAsync(row => row.Id == invoice.Id)).WriteOff("weg", Samples.Finance, Samples.At)
                )
        );
        Assert.Equal(1, (await Find(Role.Owner, "regelklant onderhoud website", SearchTypes.Invoice)).Total);
    }

    [Fact]
    public async Task The_upgrade_gives_what_was_there_before_the_very_entries_that_saving_gives()
    {
        await using var file = await bench.OpenBesideAsync(bench.A);
        var kept = await EntriesAsync();
        Assert.NotEmpty(kept);
        await file.ExecuteAsync("DELETE FROM SearchEntries");
        foreach (var statement in bench.IsOnSqlServer ? SearchBackfill.Statements : OfTheEmbeddedEngine())
        {
            await file.ExecuteAsync(statement);
        }

        Assert.Equal(kept, await EntriesAsync());
        Assert.NotEmpty((await Find(Role.Owner, "zeezicht")).Rows);

        async Task<List<string>> EntriesAsync() =>
            [
                .. (await file.QueryAsync("SELECT * FROM SearchEntries"))
                    .Select(row =>
                        $"{row.EntityType} {row.EntityId} {row.Published} {row.OwnerId} {row.AssigneeId} {row.Title} {SearchWords.Fold("", (string)row.Text)} {SearchWords.Fold("", (string?)row.Words ?? "")}"
                    )
                    .Order(StringComparer.Ordinal),
            ];

        static IEnumerable<string> OfTheEmbeddedEngine() =>
            SearchTables.Statements.Where(text => text.StartsWith("INSERT INTO SearchEntries", StringComparison.Ordinal));
    }

    private async Task<SearchHits> Find(Role role, string text, string? type = null, bool portal = false)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<GlobalSearchQuery>().Run(new SearchRequest(text, portal, type, PageSize: 100), default);
        Assert.Null(result.Error);
        return result.Value;
    }

    private static ContractContent Text(string title, string body) => new(title, Money.Of(100), Samples.Today, null, body);

    private static ProjectDetails Plan(string name) => new(name, ProjectKind.Fixed, null, Samples.Today, null, Quantity.Of(1));
}
