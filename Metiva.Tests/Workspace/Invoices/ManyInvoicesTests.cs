using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Web.Workspace.Invoices;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

[Collection(Alone.Name)]
public sealed class ManyInvoicesTests(ManyInvoices data) : IClassFixture<ManyInvoices>
{
    private static readonly InvoiceFilter[] Filters =
    [
        InvoiceFilter.None,
        new(InvoiceStateFilter.Overdue),
        new(InvoiceStateFilter.Paid, From: new(2024, 1, 1), To: new(2024, 12, 31)),
        new(Customer: Guid.Parse("acc00000-0000-7000-8000-000000000007")),
        new(Text: "klant 10"),
        new(InvoiceStateFilter.Open, new(2023, 6, 1), new(2025, 6, 1), Guid.Parse("acc00000-0000-7000-8000-000000000011"), "PO"),
    ];

    public static TheoryData<InvoiceSort, bool> Sorts
    {
        get
        {
            var sorts = new TheoryData<InvoiceSort, bool>();
            foreach (var sort in Enum.GetValues<InvoiceSort>())
            {
                sorts.Add(sort, false);
                sorts.Add(sort, true);
            }

            return sorts;
        }
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task A_page_takes_two_statements_however_it_is_sorted_and_filtered(InvoiceSort sort, bool down)
    {
        foreach (var filter in Filters)
        {
            data.Engine.Take();
            var page = await List(data.Bench.A, new(filter, sort, down, Page: 2));
            Assert.Equal(InvoiceListRequest.DefaultPageSize, page.Rows.Count);
            Assert.True(page.Totals.InvoiceCount > InvoiceListRequest.DefaultPageSize);
            Assert.Equal(2, data.Engine.Take().Count);
        }
    }

    [Theory]
    [InlineData(InvoiceSort.IssueDate)]
    [InlineData(InvoiceSort.DueDate)]
    [InlineData(InvoiceSort.Customer)]
    [InlineData(InvoiceSort.Total)]
    public async Task An_index_serves_the_sort_and_another_the_totals(InvoiceSort sort)
    {
        foreach (var state in new[] { InvoiceStateFilter.Any, InvoiceStateFilter.Paid })
        {
            data.Engine.Take();
            await List(data.Bench.A, new(new InvoiceFilter(state), sort));
            var statements = data.Engine.Take();
            var plan = Assert.Single(data.PlanOf(data.Bench.A, statements[1]));
            Assert.Contains("USING INDEX", plan, StringComparison.Ordinal);
            Assert.Contains("USING COVERING INDEX", Assert.Single(data.PlanOf(data.Bench.A, statements[0])), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_table_neither_on_the_first_page_nor_on_the_last()
    {
        foreach (var sort in Enum.GetValues<InvoiceSort>())
        {
            var few = await Cost(data.Bench.B, new(InvoiceFilter.None, sort));
            foreach (var filter in Filters)
            {
                var count = (await List(data.Bench.A, new(filter, sort))).Totals.InvoiceCount;
                foreach (var page in new[] { 1, (int)((count - 1) / InvoiceListRequest.DefaultPageSize) + 1 })
                {
                    var many = await Cost(data.Bench.A, new(filter, sort, Page: page));
                    Assert.True(many.Rows is > 0 and <= InvoiceListRequest.DefaultPageSize, $"{sort}, page {page}: {many.Rows} rows.");
                    Assert.True(
                        many.Managed < (2 * few.Managed) + 20_000,
                        $"{sort}, page {page} of {filter}: {few.Managed} bytes became {many.Managed}."
                    );

                    // SQLite keeps pages of the file in a cache of at most 2 MB for each connection.
                    Assert.True(many.Native < 4_000_000, $"{sort}, page {page} of {filter}: SQLite took {many.Native} bytes.");
                }
            }
        }
    }

    private async Task<(int Rows, long Managed, long Native)> Cost(CompanyId company, InvoiceListRequest request)
    {
        await List(company, request);
        var least = await CostOnce(company, request);
        for (var again = 0; again < 2; again++)
        {
            // The process is counted, and whatever else runs in it only adds.
            var next = await CostOnce(company, request);
            least = (next.Rows, Math.Min(least.Managed, next.Managed), Math.Min(least.Native, next.Native));
        }

        return least;
    }

    private async Task<(int Rows, long Managed, long Native)> CostOnce(CompanyId company, InvoiceListRequest request)
    {
        var native = SQLitePCL.raw.sqlite3_memory_used();
        Assert.True(native > 0, "This SQLite does not count its memory.");
        SQLitePCL.raw.sqlite3_memory_highwater(1);
        var managed = GC.GetTotalAllocatedBytes(precise: true);
        var list = await List(company, request);
        return (list.Rows.Count, GC.GetTotalAllocatedBytes(precise: true) - managed, SQLitePCL.raw.sqlite3_memory_highwater(0) - native);
    }

    private async Task<InvoiceList> List(CompanyId company, InvoiceListRequest request)
    {
        using var scope = data.Bench.As(Role.Finance, company);
        return (await scope.Get<InvoiceListQuery>().Run(request, CancellationToken.None)).Value;
    }
}
