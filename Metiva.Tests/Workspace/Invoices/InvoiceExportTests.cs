using System.Globalization;
using System.Text;
using CsvHelper;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Metiva.Web.Ui;
using Metiva.Web.Workspace.Invoices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

public sealed class InvoiceExportTests(InvoicesOfEveryKind data) : IClassFixture<InvoicesOfEveryKind>
{
    private readonly TenancyBench bench = data.Bench;

    [Fact]
    public async Task It_holds_what_the_list_holds_and_nothing_of_another_company()
    {
        var all = await Export(Role.Finance, InvoiceFilter.None);
        Assert.Equal(8, all.Count);
        Assert.DoesNotContain(all, row => row.Reference == "alleen van B");
        Assert.Equal(2, (await Export(Role.Finance, new InvoiceFilter(InvoiceStateFilter.Overdue))).Count);
    }

    [Fact]
    public async Task The_audit_knows_of_it_before_the_first_row()
    {
        var before = (await bench.AuditOfAsync(bench.A, "export")).Count;
        using var scope = bench.As(Role.Finance, bench.A);
        var filter = new InvoiceFilter(InvoiceStateFilter.Paid, Text: "smit");
        var result = await scope.Get<ExportInvoices>().Run(new(filter), CancellationToken.None);
        Assert.True(result.Ok);

        // Not a row was asked for yet.
        var records = await bench.AuditOfAsync(bench.A, "export");
        Assert.Equal(before + 1, records.Count);
        Assert.Equal("invoices.exported", records[^1].Action);
        Assert.Contains("\"state\":\"Paid\"", records[^1].After, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"smit\"", records[^1].After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Marketing)]
    [InlineData(Role.Client)]
    public async Task Who_may_not_read_invoices_exports_none(Role role)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<ExportInvoices>().Run(new(InvoiceFilter.None), CancellationToken.None);
        Assert.IsType<PermissionDenied>(result.Error);
    }

    [Fact]
    public async Task Who_exports_their_own_gets_their_own()
    {
        var person = bench.Person(Role.Sales, bench.A);
        Assert.Empty(await Export(Role.Sales, InvoiceFilter.None));

        var customer = await bench.AddCustomerAsync(bench.B);
        var seller = bench.Person(Role.Sales, bench.B);
        await bench.AddInvoiceAsync(bench.B, customer, by: new(seller.Id, seller.Name), reference: "van mij");
        using var scope = bench.As(seller);
        var mine = await scope.Get<ExportInvoices>().Run(new(InvoiceFilter.None), CancellationToken.None);
        Assert.Equal("van mij", Assert.Single(await mine.Value.Rows.ToListAsync()).Reference);
        Assert.NotEqual(person.Id, seller.Id);
    }

    [Theory]
    [InlineData("nl", "\"'=1+1\";")]
    [InlineData("en", "\"'=1+1\",")]
    public async Task Cells_that_look_like_formulas_are_defused_and_decimals_follow_the_language(string language, string cell)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        using var stream = new MemoryStream();
        await using (var csv = CsvWriter.Create(stream, Spreadsheet.Options(culture), leaveOpen: true))
        {
            var row = new InvoiceRow
            {
                CustomerName = "=1+1",
                Reference = "-2;,\"",
                Total = Money.Of(1234.5m),
            };
            await InvoiceExportEndpoint.WriteAsync(
                csv,
                new[] { row }.ToAsyncEnumerable(),
                Words(),
                new(2026, 1, 1),
                CancellationToken.None
            );
        }

        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains(cell, text, StringComparison.Ordinal);
        Assert.Contains("\"'-2;,\"\"\"", text, StringComparison.Ordinal);
        Assert.Contains(1234.5m.ToString("0.00", culture).TrimEnd('0'), text, StringComparison.Ordinal);
        Assert.StartsWith("\uFEFF", text, StringComparison.Ordinal);
    }

    private static IStringLocalizer<InvoicesTexts> Words() =>
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<InvoicesTexts>>();

    private async Task<List<InvoiceRow>> Export(Role role, InvoiceFilter filter)
    {
        using var scope = bench.As(role, bench.A);
        var result = await scope.Get<ExportInvoices>().Run(new(filter), CancellationToken.None);
        return await result.Value.Rows.ToListAsync();
    }
}
