using System.Text.Json;
using Metiva.Domain.Access;
using Metiva.Domain.Contracts;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Portal.Branding;
using Metiva.Web.Portal.Contracts;
using Metiva.Web.Portal.Home;
using Metiva.Web.Portal.Invoices;
using Metiva.Web.Portal.Projects;
using Xunit;

namespace Metiva.Tests.Portal;

/// <summary>What the portal reads, for a Client and for staff who view as one, with a second company that has the same.</summary>
public sealed class PortalQueryTests(PortalBench bench) : IClassFixture<PortalBench>
{
    private static readonly PortalInvoiceRequest Everything = new(
        PortalInvoiceFilter.All,
        PortalInvoiceSort.Number,
        Descending: false,
        1,
        100
    );

    public static TheoryData<bool, bool> Viewers =>
        new()
        {
            { true, false },
            { true, true },
            { false, false },
            { false, true },
        };

    [Theory]
    [MemberData(nameof(Viewers))]
    public async Task The_list_of_invoices_holds_the_published_ones_of_this_company_only(bool isA, bool viewAsClient)
    {
        using var viewer = Viewer(isA, viewAsClient);

        var page = (await viewer.Get<PortalInvoiceListQuery>().Run(Everything, default)).Value;

        Assert.Equal(Own(isA).PublishedInvoices.Select(invoice => invoice.Id).Order(), page.Rows.Select(row => row.Id).Order());
        Assert.Equal(5, page.Totals.InvoiceCount);
        Assert.Equal(Money.Sum(Own(isA).PublishedInvoices.Select(invoice => invoice.Total)), page.Totals.Total);
        AssertHoldsNothingOf(page, isA);
    }

    [Theory]
    [InlineData(PortalInvoiceFilter.Open, 2)]
    [InlineData(PortalInvoiceFilter.Paid, 1)]
    [InlineData(PortalInvoiceFilter.All, 5)]
    public async Task The_filter_narrows_rows_and_totals_alike(PortalInvoiceFilter filter, int count)
    {
        using var client = Viewer(isA: true, viewAsClient: false);

        var page = (await client.Get<PortalInvoiceListQuery>().Run(Everything with { Filter = filter }, default)).Value;

        Assert.Equal(count, page.Rows.Count);
        Assert.Equal(count, page.Totals.InvoiceCount);
        Assert.Equal(Money.Sum(page.Rows.Select(row => row.Total)), page.Totals.Total);
        Assert.Equal(Money.Sum(page.Rows.Select(row => row.OpenBalance)), page.Totals.OpenBalance);
    }

    [Fact]
    public async Task Pages_together_hold_every_invoice_once_in_every_order()
    {
        using var client = Viewer(isA: true, viewAsClient: false);
        var query = client.Get<PortalInvoiceListQuery>();
        foreach (var sort in Enum.GetValues<PortalInvoiceSort>())
        {
            foreach (var descending in new[] { false, true })
            {
                var rows = new List<Guid>();
                for (var page = 1; page <= 3; page++)
                {
                    var request = new PortalInvoiceRequest(PortalInvoiceFilter.All, sort, descending, page, 2);
                    rows.AddRange((await query.Run(request, default)).Value.Rows.Select(row => row.Id));
                }

                Assert.Equal(5, rows.Distinct().Count());
                Assert.Equal(5, rows.Count);
            }
        }
    }

    [Fact]
    public async Task A_page_past_the_end_is_the_last_one()
    {
        using var client = Viewer(isA: true, viewAsClient: false);

        var page = (await client.Get<PortalInvoiceListQuery>().Run(Everything with { Page = 99, PageSize = 2 }, default)).Value;

        Assert.Equal(3, page.Page);
        Assert.Single(page.Rows);
    }

    [Theory]
    [MemberData(nameof(Viewers))]
    public async Task Only_what_was_published_here_can_be_opened(bool isA, bool viewAsClient)
    {
        using var viewer = Viewer(isA, viewAsClient);
        var invoice = viewer.Get<PortalInvoiceQuery>();
        var contract = viewer.Get<PortalContractQuery>();
        var project = viewer.Get<PortalProjectQuery>();
        var (own, other) = (Own(isA), Own(!isA));

        foreach (var published in own.PublishedInvoices)
        {
            var found = await invoice.Run(published.Id, default);
            Assert.Equal(published.Number, found.Value.Header.Number);
            AssertHoldsNothingOf(found.Value, isA);
        }

        Assert.Equal(own.Pending.Title, (await contract.Run(own.Pending.Id, default)).Value.Title);
        Assert.Equal($"Tekenaar {own.Word}", (await contract.Run(own.Signed.Id, default)).Value.SignedByName);
        Assert.Equal(own.Shown.Name, (await project.Run(own.Shown.Id, default)).Value.Header.Name);

        // A draft, a record of another company and a key that nobody has: the same answer.
        foreach (var id in own.HiddenInvoices.Concat(other.PublishedInvoices).Select(row => row.Id).Append(Guid.NewGuid()))
        {
            Assert.Equal(new NotFound(), (await invoice.Run(id, default)).Error);
        }

        foreach (var id in own.HiddenContracts.Append(other.Pending).Append(other.Signed).Select(row => row.Id).Append(Guid.NewGuid()))
        {
            Assert.Equal(new NotFound(), (await contract.Run(id, default)).Error);
        }

        foreach (var id in own.HiddenProjects.Append(other.Shown).Select(row => row.Id).Append(Guid.NewGuid()))
        {
            Assert.Equal(new NotFound(), (await project.Run(id, default)).Error);
        }
    }

    [Fact]
    public async Task An_invoice_says_how_it_was_computed_and_how_to_pay_it()
    {
        using var client = Viewer(isA: true, viewAsClient: false);

        var invoice = (await client.Get<PortalInvoiceQuery>().Run(bench.A.PartlyPaid.Id, default)).Value;

        Assert.Equal([1, 2], invoice.Lines.Select(line => line.Position));
        Assert.Equal([(21m, 42m), (9m, 4.5m)], invoice.VatTotals.Select(total => (total.Rate.Percent, total.Vat.Amount)));
        Assert.Equal(Money.Of(254.5m), invoice.Header.OpenBalance);
        Assert.Equal("NL91ABNA0417164300", invoice.Seller!.Iban!.Text);
        Assert.StartsWith("RF", invoice.PaymentReference, StringComparison.Ordinal);
        Assert.True(invoice.IsOverdue);
    }

    [Theory]
    [MemberData(nameof(Viewers))]
    public async Task Lists_of_contracts_and_projects_hold_what_was_published_here(bool isA, bool viewAsClient)
    {
        using var viewer = Viewer(isA, viewAsClient);
        foreach (var sort in Enum.GetValues<PortalContractSort>())
        {
            var contracts = (await viewer.Get<PortalContractListQuery>().Run(sort, descending: true, 1, 25, default)).Value;
            Assert.Equal([ContractState.Pending, ContractState.Completed], contracts.Rows.Select(row => row.State));
            Assert.Equal(2, contracts.Total);
            AssertHoldsNothingOf(contracts, isA);
        }

        foreach (var sort in Enum.GetValues<PortalProjectSort>())
        {
            var projects = (await viewer.Get<PortalProjectListQuery>().Run(sort, descending: false, 1, 25, default)).Value;
            var row = Assert.Single(projects.Rows);
            Assert.Equal((Own(isA).Shown.Id, 2, 1, 50), (row.Id, row.Milestones, row.Reached, row.Progress));
            AssertHoldsNothingOf(projects, isA);
        }
    }

    [Theory]
    [MemberData(nameof(Viewers))]
    public async Task The_home_page_lists_what_waits_here(bool isA, bool viewAsClient)
    {
        using var viewer = Viewer(isA, viewAsClient);
        var own = Own(isA);

        var home = (await viewer.Get<PortalHomeQuery>().Run(default)).Value;

        Assert.Equal(3, home.ActionCount);
        Assert.Equal(2, home.Money!.InvoiceCount);
        Assert.Equal(own.Late.OpenBalance + own.PartlyPaid.OpenBalance, home.Money.OpenBalance);
        Assert.Equal(home.Money.OpenBalance, home.Money.Overdue);
        Assert.Equal(own.Pending.Id, Assert.Single(home.Contracts!.First).Id);
        Assert.Equal(own.Shown.Id, Assert.Single(home.Projects!).Id);
        AssertHoldsNothingOf(home, isA);
    }

    [Fact]
    public async Task Each_company_shows_its_own_face()
    {
        using var a = Viewer(isA: true, viewAsClient: false);
        using var b = Viewer(isA: false, viewAsClient: false);

        var (ofA, ofB) = ((await a.Get<PortalBrandQuery>().Run(default)).Value, (await b.Get<PortalBrandQuery>().Run(default)).Value);

        Assert.Equal("#b4530f", ofA.Colours.Brand);
        Assert.Equal("#0b6e99", ofB.Colours.Brand);
        Assert.NotNull(ofA.LogoHref);
    }

    [Fact]
    public async Task A_company_that_filled_in_nothing_has_a_plain_face()
    {
        await using var empty = await TenancyBench.StartAsync();
        using var client = empty.As(Role.Client, empty.A);

        var brand = (await client.Get<PortalBrandQuery>().Run(default)).Value;

        Assert.Equal(("Alfa B.V.", PortalBrandQuery.StandardColour, null), (brand.Name, brand.Colours.Brand, brand.LogoHref));
    }

    [Theory]
    [InlineData(Role.Owner)]
    [InlineData(Role.Finance)]
    public async Task Staff_read_the_portal_only_from_inside_it(Role role)
    {
        using var staff = bench.Tenancy.As(role, bench.Tenancy.A);

        Assert.IsType<PermissionDenied>((await staff.Get<PortalInvoiceListQuery>().Run(Everything, default)).Error);
        Assert.IsType<PermissionDenied>((await staff.Get<PortalInvoiceQuery>().Run(bench.A.Late.Id, default)).Error);
        Assert.IsType<PermissionDenied>((await staff.Get<PortalContractQuery>().Run(bench.A.Pending.Id, default)).Error);
        Assert.IsType<PermissionDenied>((await staff.Get<PortalProjectQuery>().Run(bench.A.Shown.Id, default)).Error);
        Assert.IsType<PermissionDenied>((await staff.Get<PortalHomeQuery>().Run(default)).Error);
        Assert.IsType<PermissionDenied>((await staff.Get<PortalBrandQuery>().Run(default)).Error);
    }

    private PortalRecords Own(bool isA) => isA ? bench.A : bench.B;

    private BenchScope Viewer(bool isA, bool viewAsClient)
    {
        var company = isA ? bench.Tenancy.A : bench.Tenancy.B;
        return bench.Tenancy.As(bench.Tenancy.Person(viewAsClient ? Role.Owner : Role.Client, company), viewAsClient);
    }

    private void AssertHoldsNothingOf(object answer, bool isA)
    {
        var text = JsonSerializer.Serialize(answer, answer.GetType());
        Assert.DoesNotContain(Own(!isA).Word, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Geheim", text, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", text.Replace("PO 4711", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
