using System.Globalization;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Workspace.Invoices;

/// <summary>Measures what the whole process does, so nothing else may run beside it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}

/// <summary>Company A with 100,000 invoices and company B with 1,000 that look the same, and every statement written down.</summary>
public sealed class ManyInvoices : IAsyncLifetime
{
    public const int Many = 100_000;
    public const int Few = 1_000;

    // Three years of days, two hundred customers, every state in believable shares. Straight into the file: the point is the amount.
    private const string AccountsSql = """
        WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < 199)
        INSERT INTO Accounts (Id, Name, Street, PostalCode, City, Country, CreatedBy, CreatedAt, Version)
        SELECT printf('acc00000-0000-7000-8000-%012d', k), printf('Klant %03d B.V.', (k * 37) % 200), 'Dam 1', '1012 JS', 'Amsterdam',
               'NL', '00000000-0000-4000-8000-000000000001', 1700000000000, 1 FROM n
        """;
    private const string InvoicesSql = """
        WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < @count),
        v AS (SELECT k, (k * 37) % 200 AS customer, 1000 + (k * 7919) % 500000 AS net,
                     CASE WHEN k % 50 = 0 THEN 'Draft' WHEN k % 50 = 1 THEN 'InReview' WHEN k % 50 < 8 THEN 'Issued'
                          WHEN k % 50 < 10 THEN 'PartiallyPaid' WHEN k % 50 = 10 THEN 'Cancelled' ELSE 'Paid' END AS state,
                     date('2023-01-01', printf('+%d days', (k * 13) % 1095)) AS day FROM n),
        w AS (SELECT *, net * 21 / 100 AS vat, state NOT IN ('Draft', 'InReview') AS issued FROM v)
        INSERT INTO Invoices (Id, AccountId, CustomerName, Number, State, IssueDate, SupplyDate, PaymentTermDays, DueDate, Reference,
                              Subtotal, Vat, Total, Paid, OpenBalance, CreatedBy, CreatedAt, Version)
        SELECT printf('0190%04x-0000-7000-8000-%012d', k % 65536, k), printf('acc00000-0000-7000-8000-%012d', customer),
               printf('Klant %03d B.V.', customer), CASE WHEN issued THEN printf('2023-%06d', k) END, state,
               CASE WHEN issued THEN day END, day, 30, CASE WHEN issued THEN date(day, '+30 days') END, printf('PO %d', k),
               net, vat, net + vat, CASE WHEN state = 'Paid' THEN net + vat WHEN state = 'PartiallyPaid' THEN 100 ELSE 0 END,
               CASE WHEN state = 'Issued' THEN net + vat WHEN state = 'PartiallyPaid' THEN net + vat - 100 ELSE 0 END,
               '00000000-0000-4000-8000-000000000001', 1700000000000, 1 FROM w
        """;

    internal TenancyBench Bench { get; private set; } = null!;

    internal TracingEngine Engine => Bench.Services.GetRequiredService<TracingEngine>();

    public async Task InitializeAsync()
    {
        Bench = await TenancyBench.StartAsync(TracingEngine.Wrap, onSqlServer: false);
        Fill(Bench, Bench.A, Many);
        Fill(Bench, Bench.B, Few);
    }

    public Task DisposeAsync() => Bench.DisposeAsync().AsTask();

    /// <summary>How SQLite goes about a statement.</summary>
    internal IReadOnlyList<string> PlanOf(CompanyId company, string statement)
    {
        using var connection = Open(Bench, company);
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        return plan;
    }

    /// <summary>Makes that many invoices.</summary>
    internal static void Fill(TenancyBench bench, CompanyId company, int count)
    {
        using var connection = Open(bench, company);
        using var transaction = connection.BeginTransaction();
        foreach (var sql in new[] { AccountsSql, InvoicesSql })
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql.Replace("@count", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static SqliteConnection Open(TenancyBench bench, CompanyId company)
    {
        var file = bench.Services.GetRequiredService<SqliteFiles>().Company(company.ToString());
        var connection = new SqliteConnection(SqliteFiles.ConnectionString(file, pooled: false));
        connection.Open();
        return connection;
    }
}
