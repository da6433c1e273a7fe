using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class InvoiceListQueryTests(InvoicesOfEveryKind data) : IClassFixture<InvoicesOfEveryKind>
{
    private static readonly DateOnly Today = TimeProvider.System.Today();
    private readonly TenancyBench bench = data.Bench;

    [Theory]
    [InlineData(InvoiceStateFilter.Any, 8)]
    [InlineData(InvoiceStateFilter.Draft, 1)]
    [InlineData(InvoiceStateFilter.InReview, 1)]
    [InlineData(InvoiceStateFilter.Issued, 2)]
    [InlineData(InvoiceStateFilter.PartiallyPaid, 1)]
    [InlineData(InvoiceStateFilter.Open, 3)]
    [InlineData(InvoiceStateFilter.Overdue, 2)]
    [InlineData(InvoiceStateFilter.Paid, 1)]
    [InlineData(InvoiceStateFilter.Cancelled, 1)]
    [InlineData(InvoiceStateFilter.Uncollectible, 1)]
    public async Task Every_state_narrows_the_rows_and_the_totals_alike(InvoiceStateFilter state, int expected)
    {
        var page = await List(new InvoiceFilter(state));
        Assert.Equal(expected, page.Rows.Count);
        Assert.Equal(expected, page.Totals.InvoiceCount);
        Assert.Equal(Money.Sum(page.Rows.Select(row => row.Total)), page.Totals.Total);
        Assert.Equal(Money.Sum(page.Rows.Select(row => row.OpenBalance)), page.Totals.OpenBalance);
        Assert.Equal(Money.Sum(page.Rows.Select(row => row.Vat)), page.Totals.Vat);
        if (state == InvoiceStateFilter.Overdue)
        {
            // One of the two falls due yesterday, one long ago; what falls due today is not among them.
            Assert.All(page.Rows, row => Assert.True(row.IsOverdue(Today)));
        }
    }

    [Fact]
    public void The_due_date_itself_is_still_in_time()
    {
        var row = new InvoiceRow
        {
            State = InvoiceState.Issued,
            OpenBalance = Money.Of(1),
            DueDate = Today,
        };
        Assert.Equal((false, true), (row.IsOverdue(Today), row.IsOverdue(Today.AddDays(1))));
    }

    [Fact]
    public async Task A_period_holds_both_its_ends()
    {
        var page = await List(new InvoiceFilter(From: Today.AddDays(-60), To: Today.AddDays(-50)));
        Assert.Equal([Today.AddDays(-50), Today.AddDays(-60)], page.Rows.Select(row => row.IssueDate!.Value));
    }

    [Fact]
    public async Task A_customer_brings_its_name_along_even_without_invoices()
    {
        var page = await List(new InvoiceFilter(InvoiceStateFilter.Draft, Customer: data.Garage.Id));
        Assert.Empty(page.Rows);
        Assert.Equal("Garage 100% Goed", page.Totals.CustomerName);
        Assert.Equal(3, (await List(new InvoiceFilter(Customer: data.Garage.Id))).Rows.Count);
    }

    [Theory]
    [InlineData("smit", 5)]
    [InlineData("2025-0001", 1)]
    [InlineData("DRAFT", 1)]
    [InlineData("100%", 3)]
    [InlineData("1%0", 0)]
    [InlineData("_", 0)]
    [InlineData("[a-z]", 0)]
    [InlineData("' OR 1=1 --", 0)]
    [InlineData("   ", 8)]
    [InlineData("van B", 0)]
    public async Task Text_is_found_in_number_reference_and_customer_and_nothing_in_it_is_a_wildcard(string text, int expected) =>
        Assert.Equal(expected, (await List(new InvoiceFilter(Text: text))).Rows.Count);

    [Fact]
    public async Task Every_sort_gives_every_row_once_over_all_pages()
    {
        foreach (var sort in Enum.GetValues<InvoiceSort>())
        {
            foreach (var down in new[] { false, true })
            {
                var seen = new List<InvoiceRow>();
                for (var number = 1; number <= 3; number++)
                {
                    var page = await List(new InvoiceListRequest(InvoiceFilter.None, sort, down, number, PageSize: 3));
                    Assert.Equal((number, 3), (page.Page, page.Pages));
                    seen.AddRange(page.Rows);
                }

                Assert.Equal(8, seen.DistinctBy(row => row.Id).Count());
                var keys = seen.Select(row => Key(row, sort)).ToList();
                var sorted = down ? keys.OrderDescending(Comparer).ToList() : keys.Order(Comparer).ToList();
                Assert.Equal(sorted, keys);
            }
        }
    }

    [Theory]
    [InlineData(-4, 1)]
    [InlineData(0, 1)]
    [InlineData(99, 3)]
    [InlineData(int.MaxValue, 3)]
    public async Task A_page_that_is_not_there_gives_the_nearest(int asked, int given) =>
        Assert.Equal(given, (await List(new InvoiceListRequest(InvoiceFilter.None, Page: asked, PageSize: 3))).Page);

    [Fact]
    public async Task Nothing_of_another_company_is_found()
    {
        var page = await List(InvoiceFilter.None);
        Assert.DoesNotContain(page.Rows, row => row.Reference == "alleen van B" || row.Total == Money.Of(9999 * 1.21m));

        using var scope = bench.As(Role.Finance, bench.B);
        var other = await scope.Get<InvoiceListQuery>().Run(new InvoiceListRequest(InvoiceFilter.None), CancellationToken.None);
        Assert.Equal("alleen van B", Assert.Single(other.Value.Rows).Reference);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.AccountManager, true)]
    [InlineData(Role.Sales, true)]
    [InlineData(Role.Delivery, true)]
    [InlineData(Role.Marketing, false)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.Client, false)]
    public async Task Only_roles_that_may_read_invoices_get_any(Role role, bool allowed)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<InvoiceListQuery>().Run(new InvoiceListRequest(InvoiceFilter.None), CancellationToken.None);
        Assert.Equal(allowed ? null : new PermissionDenied("invoices.read"), result.Error);
    }

    private static Comparer<IComparable?> Comparer => Comparer<IComparable?>.Create((a, b) => Compare(a, b));

    private static int Compare(IComparable? left, IComparable? right) =>
        (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            _ => left.CompareTo(right),
        };

    private static IComparable? Key(InvoiceRow row, InvoiceSort sort) =>
        sort switch
        {
            InvoiceSort.IssueDate => row.IssueDate,
            InvoiceSort.DueDate => row.DueDate,
            InvoiceSort.Number => row.Number,
            InvoiceSort.Customer => row.CustomerName,
            InvoiceSort.Total => row.Total.Amount,
            InvoiceSort.Open => row.OpenBalance.Amount,
            _ => row.State.ToString(),
        };

    private Task<InvoiceList> List(InvoiceFilter filter) => List(new InvoiceListRequest(filter));

    private async Task<InvoiceList> List(InvoiceListRequest request)
    {
        using var scope = bench.As(Role.Finance, bench.A);
        return (await scope.Get<InvoiceListQuery>().Run(request, CancellationToken.None)).Value;
    }
}
