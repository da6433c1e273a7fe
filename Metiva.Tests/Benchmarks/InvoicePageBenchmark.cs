using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Invoices;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Workspace.Invoices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Benchmarks;

/// <summary>The first page of 100,000 invoices, through the query and by hand with the same two statements.</summary>
internal static class InvoicePageBenchmark
{
    private const double Limit = 1.30;

    public static async Task<BenchmarkLine> RunAsync()
    {
        await using var bench = await TenancyBench.StartAsync();
        ManyInvoices.Fill(bench, bench.A, ManyInvoices.Many);
        using var scope = bench.As(Role.Finance, bench.A);
        var query = scope.Get<InvoiceListQuery>();
        var request = new InvoiceListRequest(InvoiceFilter.None);
        var byHand = new ByHand(
            SqliteFiles.ConnectionString(bench.Services.GetRequiredService<SqliteFiles>().Company(bench.A.ToString())),
            scope.Get<CompanyDatabase>(),
            request
        );

        InvoiceList Ours() => query.Run(request, CancellationToken.None).GetAwaiter().GetResult().Value;
        if (!Ours().Rows.SequenceEqual(byHand.Read().Rows) || Ours().Totals.InvoiceCount != ManyInvoices.Many)
        {
            throw new InvalidOperationException("The two do not read the same.");
        }

        var compared = Measure.Compare(() => Ours(), () => byHand.Read(), perBatch: 2, batches: 20);
        return new BenchmarkLine(
            "First page of 100,000 invoices through the query",
            "hand-written ADO.NET, same SQL",
            BenchmarkReport.Number(Limit),
            compared.Ratio,
            "0.00",
            compared.Ratio.Median <= Limit,
            $"totals of all and {request.PageSize} rows in two statements: {compared.Subject.Median / 1000:0.00} ms, by hand {compared.Baseline.Median / 1000:0.00} ms."
        );
    }

    /// <summary>What somebody would write who wants nothing but speed.</summary>
    private sealed class ByHand(string connectionString, CompanyDatabase database, InvoiceListRequest request)
    {
        private readonly string totalsText = InvoiceListQuery.Texts(database.Dialect).First();

        private readonly string pageText =
            $"SELECT {InvoiceListSql.Columns}{InvoiceListSql.From}{InvoiceListSql.OrderBy(request.Sort, request.Descending)}{database.Dialect.Page}";

        public (long Count, List<InvoiceRow> Rows) Read()
        {
            using var connection = new SqliteConnection(connectionString);
            connection.Open();
            using var totals = connection.CreateCommand();
            totals.CommandText = totalsText;
            using var sums = totals.ExecuteReader();
            sums.Read();
            var count = sums.GetInt64(0);
            _ = (Money.FromCents(sums.GetInt64(1)), Money.FromCents(sums.GetInt64(2)), Money.FromCents(sums.GetInt64(3)));

            using var page = connection.CreateCommand();
            page.CommandText = pageText;
            page.Parameters.AddWithValue("@Skip", 0);
            page.Parameters.AddWithValue("@Take", request.PageSize);
            using var reader = page.ExecuteReader();
            var rows = new List<InvoiceRow>(request.PageSize);
            while (reader.Read())
            {
                rows.Add(
                    new InvoiceRow
                    {
                        Id = Guid.ParseExact(reader.GetString(0), "D"),
                        Number = reader.IsDBNull(1) ? null : reader.GetString(1),
                        State = Enum.Parse<InvoiceState>(reader.GetString(2)),
                        AccountId = Guid.ParseExact(reader.GetString(3), "D"),
                        CustomerName = reader.GetString(4),
                        Reference = reader.IsDBNull(5) ? null : reader.GetString(5),
                        IssueDate = Date(reader, 6),
                        DueDate = Date(reader, 7),
                        Subtotal = Money.FromCents(reader.GetInt64(8)),
                        Vat = Money.FromCents(reader.GetInt64(9)),
                        Total = Money.FromCents(reader.GetInt64(10)),
                        OpenBalance = Money.FromCents(reader.GetInt64(11)),
                    }
                );
            }

            return (count, rows);
        }

        private static DateOnly? Date(SqliteDataReader reader, int column) =>
            reader.IsDBNull(column) ? null : DateOnly.ParseExact(reader.GetString(column), "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
