using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing.Subjects;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Ui;
using Metiva.Web.Workspace.Audit;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Audit;

public sealed class AuditListQueryTests : IAsyncLifetime
{
    private static readonly DateOnly Today = TimeProvider.System.Today();
    private TenancyBench bench = null!;
    private Guid first;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync();
        var invoices = await bench.AddInReviewAsync(bench.A, await bench.AddCustomerAsync(bench.A), 3);
        first = invoices[0].Id;
        using var owner = bench.As(Role.Owner, bench.A);
        using var finance = bench.As(Role.Finance, bench.A);
        Assert.True((await owner.Get<IssueInvoice>().Run(new(first, invoices[0].Version), CancellationToken.None)).Ok);
        Assert.True((await finance.Get<IssueInvoice>().Run(new(invoices[1].Id, invoices[1].Version), CancellationToken.None)).Ok);
        Assert.True((await finance.Get<SendBackInvoice>().Run(new(invoices[2].Id, invoices[2].Version, "Nee"), CancellationToken.None)).Ok);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task The_newest_stands_first_and_pages_follow_each_other()
    {
        var all = await List(new AuditFilter(), bench.A);
        Assert.Equal("invoices.sent-back", all.Rows[0].Action);
        Assert.Equal(all.Rows.Select(row => row.Sequence).OrderDescending(), all.Rows.Select(row => row.Sequence));
        var second = await List(new AuditFilter(), bench.A, page: 2, size: 2);
        Assert.Equal(all.Rows.Skip(2).Take(2).Select(row => row.Sequence), second.Rows.Select(row => row.Sequence));
        Assert.Equal(all.Total, second.Total);
    }

    [Fact]
    public async Task It_is_narrowed_by_person_action_record_and_period()
    {
        Assert.Equal(2, (await List(new AuditFilter(Person: "finance"), bench.A)).Total);
        Assert.Equal(2, (await List(new AuditFilter(Action: "invoices.issued"), bench.A)).Total);
        Assert.Equal(
            first.ToString(),
            Assert.Single((await List(new AuditFilter(EntityType: "Invoice", EntityId: first.ToString()), bench.A)).Rows).EntityId
        );
        Assert.True((await List(new AuditFilter(From: Today, To: Today), bench.A)).Total > 3);
        Assert.Equal(0, (await List(new AuditFilter(To: Today.AddDays(-1)), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(From: Today.AddDays(1)), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Person: "%"), bench.A)).Total);
    }

    [Fact]
    public async Task An_action_with_a_dot_is_named_exactly_and_one_without_may_be_a_part()
    {
        await bench.WriteAsync(bench.A, "Something else");
        Assert.Equal(2, (await List(new AuditFilter(Action: "invoices.issued"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Action: "invoices.issue"), bench.A)).Total);
        Assert.Equal(3, (await List(new AuditFilter(Action: "invoices"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Action: "invoices_issued"), bench.A)).Total);
    }

    [Fact]
    public async Task What_a_line_says_is_found_and_pages_with_the_other_conditions()
    {
        await bench.WriteAsync(bench.A, @"Korting 50% [a_b]\", "Korting 500", "korting [a-b]");
        Assert.Equal(3, (await List(new AuditFilter(Text: "KORTING"), bench.A)).Total);
        Assert.Equal(@"Korting 50% [a_b]\", Assert.Single((await List(new AuditFilter(Text: "50%"), bench.A)).Rows).Summary);
        Assert.Equal(1, (await List(new AuditFilter(Text: "[a_b]"), bench.A)).Total);
        Assert.Equal(1, (await List(new AuditFilter(Text: @"\"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Text: "korting", Action: "invoices"), bench.A)).Total);
        Assert.Equal(3, (await List(new AuditFilter(Text: "korting", Action: "test.written", Person: "owner"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Text: "korting", Person: "finance"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Text: "korting", To: Today.AddDays(-1)), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Text: "korting"), bench.B)).Total);
        var second = await List(new AuditFilter(Text: "korting"), bench.A, page: 2, size: 2);
        Assert.Equal((3, "Korting 50% [a_b]\\"), (second.Total, Assert.Single(second.Rows).Summary));
    }

    [Fact]
    public async Task Who_a_line_names_is_found_until_they_are_erased()
    {
        var contact = Guid.NewGuid();
        await bench.WriteAsync(bench.A, $"Gebeld met {Personal.OfContact(contact, "Cornelia Lang")}", "Met niemand");
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                write.Audit("test.named", "Test", "2", "Iemand", after: new { who = Personal.OfContact(contact, "Cornelia Lang") });
                return Task.CompletedTask;
            }
        );
        Assert.Equal(
            ["test.named", "test.written"],
            (await List(new AuditFilter(Text: "cornelia L"), bench.A)).Rows.Select(row => row.Action)
        );
        Assert.Equal(1, (await List(new AuditFilter(Text: "cornelia", Action: "test.named"), bench.A)).Total);
        Assert.Equal(2, (await List(new AuditFilter(Text: "Finance of"), bench.A)).Total);
        Assert.Equal(0, (await List(new AuditFilter(Text: "cornelia"), bench.B)).Total);

        using var owner = bench.As(Role.Owner, bench.A);
        var subject = (
            await bench.QueryAsync<string>(bench.A, $"SELECT Id FROM AuditSubjects WHERE Subject = 'Contact:{contact}'")
        ).Single();
        Assert.True((await owner.Get<EraseSubject>().Run(new(Guid.Parse(subject)), CancellationToken.None)).Ok);
        Assert.Equal(0, (await List(new AuditFilter(Text: "cornelia"), bench.A)).Total);
    }

    [Fact]
    public async Task Nothing_of_another_company_is_found()
    {
        Assert.Empty((await List(new AuditFilter(), bench.B)).Rows);
        Assert.Empty((await List(new AuditFilter(EntityId: first.ToString()), bench.B)).Rows);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.AccountManager, false)]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Marketing, false)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.Client, false)]
    public async Task Only_who_may_read_the_log_reads_it(Role role, bool allowed)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<AuditListQuery>().Run(new AuditFilter(), 1, 25, CancellationToken.None);
        Assert.Equal(allowed ? null : new PermissionDenied("audit.read"), result.Error);
    }

    [Fact]
    public void Before_and_after_stand_side_by_side() =>
        Assert.Equal(
            [new AuditDifference("state", "InReview", "Issued"), new("number", null, "2026-0001"), new("total", null, "12.5")],
            AuditDifference.Between("""{"state":"InReview"}""", """{"state":"Issued","number":"2026-0001","total":12.5}""")
        );

    [Fact]
    public void What_is_no_object_is_shown_as_it_is() =>
        Assert.Equal([new AuditDifference("", null, "plain")], AuditDifference.Between(null, "plain"));

    private async Task<ListPage<AuditRow>> List(AuditFilter filter, CompanyId company, int page = 1, int size = 100)
    {
        using var scope = bench.As(Role.Owner, company);
        return (await scope.Get<AuditListQuery>().Run(filter, page, size, CancellationToken.None)).Value;
    }
}
