using System.Globalization;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tests.Support;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Looks into a company's database beside the host and compares what has to fit together.</summary>
internal static class IssuedNumbers
{
    /// <summary>Fails unless the numbers run from 1 without gap or double and every invoice is issued wholly or not at all.</summary>
    /// <returns>How many are issued.</returns>
    public static async Task<int> AssertWholeAsync(TenancyBench bench, CompanyId company)
    {
        await using var connection = await bench.OpenBesideAsync(company);
        if (!bench.IsOnSqlServer)
        {
            Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
        }

        var numbers = connection.Query<string>("SELECT Number FROM Invoices WHERE Number IS NOT NULL ORDER BY Number").ToList();
        var year = BusinessYear();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => $"{year}-{number:0000}"), numbers);
        var next = connection.ExecuteScalar<long?>("SELECT Next FROM NumberSeries WHERE Name = @year", new { year });
        Assert.Equal(numbers.Count == 0 ? null : numbers.Count + 1, next);

        // Each of these has to be there for an issued invoice, once, and for no other.
        foreach (
            var trace in new[]
            {
                "SELECT i.Number FROM Invoices i WHERE i.State = 'Issued'",
                "SELECT i.Number FROM Invoices i WHERE i.IssueDate IS NOT NULL AND i.DueDate IS NOT NULL AND i.PublishedAt IS NOT NULL",
                "SELECT i.Number FROM Invoices i WHERE i.OpenBalance = i.Total AND i.CustomerAddress IS NOT NULL",
                "SELECT e.Note FROM InvoiceEvents e WHERE e.Kind = 'Issued'",
                "SELECT i.Number FROM AuditRecords a JOIN Invoices i ON i.Id = a.EntityId WHERE a.Action = 'invoices.issued'",
            }
        )
        {
            Assert.Equal(numbers, connection.Query<string>(trace).Order(StringComparer.Ordinal));
        }

        return numbers.Count;
    }

    private static string BusinessYear() => TimeProvider.System.Today().Year.ToString("0000", CultureInfo.InvariantCulture);
}
