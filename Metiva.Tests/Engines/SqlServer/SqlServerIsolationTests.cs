using Dapper;
using Metiva.Tenancy.Credentials;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Support;
using Microsoft.Data.SqlClient;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>What somebody can do who has stolen company A's password: read and write A's rows, and nothing else.</summary>
public sealed class SqlServerIsolationTests(SqlServerBench server) : IClassFixture<SqlServerBench>
{
    public static TheoryData<string> Attempts =>
        [
            // Another company's database.
            "USE {B}",
            "SELECT * FROM {B}.dbo.Invoices",
            "SELECT * FROM {B}..CompanyIdentity",
            "INSERT INTO {B}.dbo.NumberSeries (Name, Next) VALUES ('x', 1)",
            "UPDATE {B}.dbo.CompanyProfile SET LegalName = 'x'",
            "DELETE FROM {B}.dbo.Accounts",
            "EXEC {B}.dbo.sp_executesql N'SELECT 1'",
            // The registry, and what others keep in master.
            "USE {control}",
            "SELECT * FROM {control}.dbo.Companies",
            "UPDATE {control}.dbo.Memberships SET Roles = 'Owner'",
            "SELECT * FROM master.dbo.{secret}",
            // Changing the schema, or what it refuses by itself.
            "CREATE TABLE dbo.Mine (Id int)",
            "CREATE TABLE {B}.dbo.Mine (Id int)",
            "ALTER TABLE dbo.Invoices ADD Mine int",
            "DROP TABLE dbo.InvoicePayments",
            "DROP TRIGGER dbo.AuditRecords_Change",
            "DISABLE TRIGGER ALL ON dbo.AuditRecords",
            "TRUNCATE TABLE dbo.AuditRecords",
            "CREATE PROCEDURE dbo.Mine AS SELECT 1",
            "CREATE VIEW dbo.Mine AS SELECT 1 AS x",
            "CREATE FUNCTION dbo.Mine() RETURNS int AS BEGIN RETURN 1 END",
            "CREATE SCHEMA Mine",
            "CREATE INDEX IX_Mine ON dbo.Invoices (Reference)",
            "UPDATE dbo.CompanyIdentity SET CompanyId = '00000000-0000-0000-0000-000000000001'",
            "DELETE FROM dbo.CompanyIdentity",
            // Becoming somebody else.
            "CREATE LOGIN mine WITH PASSWORD = N'Aa1-bcdefghijklmnop'",
            "ALTER LOGIN {loginB} WITH PASSWORD = N'Aa1-bcdefghijklmnop'",
            "ALTER LOGIN {loginB} DISABLE",
            "ALTER LOGIN {loginM} WITH PASSWORD = N'Aa1-bcdefghijklmnop'",
            "DROP LOGIN {loginB}",
            "CREATE USER {loginB} FOR LOGIN {loginB}",
            "CREATE ROLE mine",
            "EXECUTE AS LOGIN = '{bare}'",
            "EXECUTE AS USER = 'dbo'",
            "ALTER ROLE db_owner ADD MEMBER {login}",
            "ALTER SERVER ROLE sysadmin ADD MEMBER {login}",
            "EXEC sp_addsrvrolemember '{bare}', 'sysadmin'",
            "EXEC sp_addrolemember 'db_owner', '{bare}'",
            "GRANT CONTROL ON SCHEMA::dbo TO {login}",
            "ALTER AUTHORIZATION ON DATABASE::{A} TO {login}",
            // Databases as such, the machine, and other machines.
            "CREATE DATABASE mine",
            "DROP DATABASE {B}",
            "ALTER DATABASE {B} SET READ_ONLY",
            "BACKUP DATABASE {B} TO DISK = 'mine.bak'",
            "EXEC xp_cmdshell 'id'",
            "EXEC master..xp_cmdshell 'id'",
            "EXEC sp_configure 'xp_cmdshell', 1; RECONFIGURE",
            "EXEC sp_addlinkedserver 'mine'",
            "SELECT * FROM OPENROWSET('SQLNCLI', 'Server=.;Trusted_Connection=yes', 'SELECT 1')",
            "SELECT * FROM OPENROWSET(BULK '/etc/passwd', SINGLE_CLOB) AS x",
            "SELECT * FROM OPENDATASOURCE('SQLNCLI', 'Data Source=.').master.sys.databases",
            "SELECT * FROM mine.master.sys.databases",
        ];

    [SqlServerTheory]
    [MemberData(nameof(Attempts))]
    public async Task It_is_refused(string attempt)
    {
        var (a, b) = (server.Entry(server.Bench.A), server.Entry(server.Bench.B));
        var text = attempt
            .Replace("{A}", SqlServerIdentifier.Quote(a.Database), StringComparison.Ordinal)
            .Replace("{B}", SqlServerIdentifier.Quote(b.Database), StringComparison.Ordinal)
            .Replace("{control}", SqlServerIdentifier.Quote(server.Installation.ControlPlane), StringComparison.Ordinal)
            .Replace("{secret}", SqlServerIdentifier.Quote(server.SecretTable), StringComparison.Ordinal)
            .Replace("{login}", SqlServerIdentifier.Quote(server.Options.RuntimeLogin(a.Id, LoginSlot.A)), StringComparison.Ordinal)
            .Replace("{bare}", server.Options.RuntimeLogin(a.Id, LoginSlot.A), StringComparison.Ordinal)
            .Replace("{loginB}", SqlServerIdentifier.Quote(server.Options.RuntimeLogin(b.Id, LoginSlot.A)), StringComparison.Ordinal)
            .Replace("{loginM}", SqlServerIdentifier.Quote(server.Options.MigratorLogin(a.Id)), StringComparison.Ordinal);
        await using var connection = await server.OpenAsAsync(a.Id, a.Database);
        Assert.Equal(a.Id.ToString(), await connection.ExecuteScalarAsync<string>("SELECT CompanyId FROM dbo.CompanyIdentity"));

        await Assert.ThrowsAsync<SqlException>(() => connection.ExecuteAsync(text));
    }

    [SqlServerTheory]
    [InlineData("B")]
    [InlineData("control")]
    public async Task Another_database_does_not_let_it_in(string other)
    {
        var database = other == "B" ? server.Entry(server.Bench.B).Database : server.Installation.ControlPlane;
        await Assert.ThrowsAsync<SqlException>(() => server.OpenAsAsync(server.Bench.A, database));
    }

    [SqlServerFact]
    public async Task The_idle_login_cannot_sign_in()
    {
        var a = server.Entry(server.Bench.A);
        await Assert.ThrowsAsync<SqlException>(() => server.OpenAsAsync(a.Id, a.Database, LoginSlot.B));
    }

    [SqlServerFact]
    public async Task Its_own_rows_it_reads_and_writes()
    {
        var a = server.Entry(server.Bench.A);
        await using var connection = await server.OpenAsAsync(a.Id, a.Database);
        await connection.ExecuteAsync("INSERT INTO dbo.NumberSeries (Name, Next) VALUES ('own', 1)");
        await connection.ExecuteAsync("UPDATE dbo.NumberSeries SET Next = 2 WHERE Name = 'own'");
        Assert.Equal(2, await connection.ExecuteScalarAsync<int>("SELECT Next FROM dbo.NumberSeries WHERE Name = 'own'"));
    }
}
