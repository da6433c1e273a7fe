using Metiva.Domain.Companies;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.CompanyData;

/// <summary>What the database itself refuses, whatever the code above it does.</summary>
public sealed class CompanyTriggerTests : IDisposable
{
    private readonly CompanyFile file = new();

    public CompanyTriggerTests()
    {
        using var context = file.Context();
        var customer = Customer();
        var series = Series();
        context.AddRange(customer, series, Issued(customer, series), Draft(customer));
        context.Add(new CompanyIdentity { CompanyId = new CompanyId(Guid.NewGuid()), SchemaVersion = CompanyContext.CurrentSchemaVersion });
        context.Add(
            new AuditRecord
            {
                At = At,
                PersonId = Finance.Id,
                PersonName = Finance.Name,
                Action = "invoices.issue",
                EntityType = "Invoice",
                EntityId = "1",
                Summary = "Issued 2026-0001",
            }
        );
        context.SaveChangesAsync().GetAwaiter().GetResult();
    }

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("UPDATE AuditRecords SET Summary = 'nothing happened'")]
    [InlineData("DELETE FROM AuditRecords")]
    [InlineData(
        "INSERT OR REPLACE INTO AuditRecords (Sequence, At, PersonName, Action, EntityType, EntityId, Summary) VALUES (1, 0, '', '', '', '', '')"
    )]
    [InlineData("UPDATE CompanyIdentity SET CompanyId = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("DELETE FROM CompanyIdentity")]
    [InlineData("INSERT OR REPLACE INTO CompanyIdentity (Id, CompanyId, SchemaVersion) VALUES (1, 'x', 1)")]
    [InlineData("INSERT INTO CompanyIdentity (Id, CompanyId, SchemaVersion) VALUES (2, 'x', 1)")]
    [InlineData("UPDATE Invoices SET Number = '2026-0002' WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Number = NULL WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Total = 1 WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET State = 'Draft' WHERE Number IS NOT NULL")]
    [InlineData("DELETE FROM Invoices WHERE Number IS NOT NULL")]
    [InlineData("INSERT OR REPLACE INTO Invoices SELECT * FROM Invoices WHERE Number IS NOT NULL")]
    [InlineData("UPDATE InvoiceLines SET Net = 1 WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceLines WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceVatTotals WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceEvents WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("UPDATE NumberSeries SET Next = 1")]
    [InlineData("DELETE FROM NumberSeries")]
    public void The_database_refuses(string sql) => Assert.Throws<SqliteException>(() => file.Run(sql));

    [Theory]
    [InlineData("UPDATE CompanyIdentity SET SchemaVersion = 2")]
    [InlineData("UPDATE Invoices SET State = 'Paid', OpenBalance = 0 WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Reference = 'x' WHERE Number IS NULL")]
    [InlineData("DELETE FROM Invoices WHERE Number IS NULL")]
    [InlineData("UPDATE NumberSeries SET Next = Next + 1")]
    public void The_database_allows(string sql) => file.Run(sql);
}
