using System.Data.Common;
using Dapper;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Metiva.Tests.Support.Samples;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>What the database itself refuses, whatever the code above it does. Each test leaves it as it was.</summary>
public sealed class SqlServerTriggerTests(SqlServerBench server) : IClassFixture<SqlServerBench>
{
    /// <summary>The number with which a trigger of ours refuses.</summary>
    private const int Refused = 51000;

    [SqlServerTheory]
    [InlineData("UPDATE AuditRecords SET Summary = 'nothing happened'")]
    [InlineData("DELETE FROM AuditRecords")]
    [InlineData("UPDATE AuditSeals SET Hash = 0x00")]
    [InlineData("DELETE FROM AuditSeals")]
    [InlineData("UPDATE AuditValues SET Cipher = 0x00")]
    [InlineData("DELETE FROM AuditValues")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = 0x00")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = NULL")]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = 0x00, ErasedAt = 1")]
    [InlineData("UPDATE AuditSubjects SET Subject = 'Person:x', EncryptionKey = NULL, ErasedAt = 1")]
    [InlineData("DELETE FROM AuditSubjects WHERE Id NOT IN (SELECT SubjectId FROM AuditValues)")]
    [InlineData("UPDATE CompanyIdentity SET CompanyId = '00000000-0000-0000-0000-000000000001'")]
    [InlineData("DELETE FROM CompanyIdentity")]
    [InlineData("UPDATE Invoices SET Number = '2026-0002' WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Number = NULL WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Total = 1 WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET CustomerName = UPPER(CustomerName) WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET State = 'Draft' WHERE Number IS NOT NULL")]
    [InlineData("DELETE FROM Invoices WHERE Number IS NOT NULL")]
    [InlineData("UPDATE InvoiceLines SET Net = 1 WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceLines WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceVatTotals WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("DELETE FROM InvoiceEvents WHERE InvoiceId IN (SELECT Id FROM Invoices WHERE Number IS NOT NULL)")]
    [InlineData("UPDATE NumberSeries SET Next = 1")]
    [InlineData("DELETE FROM NumberSeries")]
    public async Task The_database_refuses(string sql) =>
        await WithRecordsAsync(
            async (connection, transaction) =>
            {
                var refused = await Assert.ThrowsAsync<SqlException>(() => connection.ExecuteAsync(sql, transaction: transaction));
                Assert.Equal(Refused, refused.Number);
            }
        );

    [SqlServerTheory]
    [InlineData("INSERT INTO CompanyIdentity (Id, CompanyId, SchemaVersion) VALUES (1, 'x', 1)")]
    [InlineData("INSERT INTO CompanyIdentity (Id, CompanyId, SchemaVersion) VALUES (2, 'x', 1)")]
    [InlineData("UPDATE AuditSubjects SET Id = '00000000-0000-0000-0000-000000000001', EncryptionKey = NULL, ErasedAt = 1")]
    [InlineData("DELETE FROM AuditSubjects")]
    [InlineData(
        "INSERT INTO AuditRecords (Sequence, At, PersonName, Action, EntityType, EntityId, Summary) VALUES (1, 0, '', '', '', '', '')"
    )]
    public async Task A_key_or_a_check_refuses(string sql) =>
        await WithRecordsAsync(
            (connection, transaction) => Assert.ThrowsAsync<SqlException>(() => connection.ExecuteAsync(sql, transaction: transaction))
        );

    [SqlServerTheory]
    [InlineData("UPDATE AuditSubjects SET EncryptionKey = NULL, ErasedAt = 1")]
    [InlineData("UPDATE CompanyIdentity SET SchemaVersion = 2")]
    [InlineData("UPDATE Invoices SET State = 'Paid', OpenBalance = 0 WHERE Number IS NOT NULL")]
    [InlineData("UPDATE Invoices SET Reference = 'x' WHERE Number IS NULL")]
    [InlineData("DELETE FROM Invoices WHERE Number IS NULL")]
    [InlineData("UPDATE NumberSeries SET Next = Next + 1")]
    public async Task The_database_allows(string sql) =>
        await WithRecordsAsync((connection, transaction) => connection.ExecuteAsync(sql, transaction: transaction));

    private async Task WithRecordsAsync(Func<DbConnection, DbTransaction, Task> test)
    {
        await using var connection = await SqlServerInstallation.OpenAsync(server.Entry(server.Bench.A).Database);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var context = server.Engine.CreateCompanyContext(connection);
        await context.Database.UseTransactionAsync(transaction);
        var customer = Customer();
        var series = Series();
        context.AddRange(customer, series, Issued(customer, series), Draft(customer));
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
        context.Add(new AuditSeal { Sequence = 1, Hash = new byte[AuditSeal.HashLength] });
        context.Add(
            new AuditSubject
            {
                Id = Guid.CreateVersion7(At),
                Subject = "Person:without-a-value",
                EncryptionKey = new byte[AuditSubject.KeyLength],
                CreatedAt = At,
            }
        );
        await context.SaveChangesAsync();
        await test(connection, transaction);
    }
}
