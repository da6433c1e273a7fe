using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines.Copying;
using Metiva.Tenancy.Engines.Sqlite;
using Metiva.Tenancy.Engines.SqlServer;
using Metiva.Tests.Architecture;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Home;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Workspace;

/// <summary>Every text that can be sent is listed by the code, and what is listed is understood and names only what there is.</summary>
public sealed class QueryTextTests
{
    public static TheoryData<Type> OfSqlite => [.. SqlTexts.OfSqlite()];

    public static TheoryData<Type> OfAllEngines => [.. SqlTexts.OfAllEngines()];

    public static TheoryData<Type> OfSqlServer => [.. SqlTexts.OfSqlServer()];

    public static TheoryData<Type> Senders => [.. SqlTexts.Senders()];

    [Theory]
    [MemberData(nameof(OfSqlite))]
    public void Every_text_is_prepared_by_SQLite(Type sender)
    {
        using DbContext context = SqlTexts.ReadsTheRegistry(sender)
            ? new SqliteControlPlaneContextFactory().CreateDbContext([])
            : new SqliteCompanyContextFactory().CreateDbContext([]);
        using var connection = SqlScripts.Run(context);
        foreach (var text in SqlTexts.Of(sender, SqlTexts.Sqlite).Distinct())
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.Prepare();
        }
    }

    [Theory]
    [MemberData(nameof(OfAllEngines))]
    public void Every_text_is_understood_by_SQL_Server_and_names_only_what_there_is(Type sender)
    {
        var tables = SqlTexts.ReadsTheRegistry(sender) ? SqlTables.ControlPlane : SqlTables.Company;
        var objections = SqlTexts
            .Of(sender, SqlTexts.SqlServer)
            .Distinct()
            .AsParallel()
            .SelectMany(text => SqlTexts.Objections(text, tables).Select(objection => $"{objection}\n{text}"))
            .Take(3);
        Assert.Empty(objections);
    }

    [Theory]
    [MemberData(nameof(OfSqlServer))]
    public void Every_text_of_its_own_is_understood_by_SQL_Server_and_names_only_what_there_is(Type sender) =>
        Assert.Empty(
            SqlTexts
                .Of(sender, SqlTexts.SqlServer)
                .Distinct()
                .SelectMany(text => SqlTexts.EngineObjections(text).Select(objection => $"{objection}\n{text}"))
                .Take(3)
        );

    [Theory]
    [MemberData(nameof(OfAllEngines))]
    public void No_text_has_what_compares_differently_meet(Type sender)
    {
        var collations = SqlTexts.ReadsTheRegistry(sender) ? SqlColumnCollations.ControlPlane : SqlColumnCollations.Company;
        Assert.Empty(
            SqlTexts
                .Of(sender, SqlTexts.SqlServer)
                .Distinct()
                .AsParallel()
                .SelectMany(text => SqlTexts.CollationConflicts(text, collations).Select(conflict => $"{conflict}\n{text}"))
                .Take(3)
        );
    }

    [Theory]
    [MemberData(nameof(OfSqlServer))]
    public void No_text_of_its_own_has_what_compares_differently_meet(Type sender) =>
        Assert.Empty(
            SqlTexts
                .Of(sender, SqlTexts.SqlServer)
                .Distinct()
                .SelectMany(text =>
                    SqlTexts.CollationConflicts(text, SqlColumnCollations.OfSqlServer).Select(conflict => $"{conflict}\n{text}")
                )
                .Take(3)
        );

    [Fact]
    public void Every_statement_that_the_engine_names_is_among_its_texts() =>
        Assert.Empty(Sources.Code("Metiva.Tenancy").SelectMany(SqlTexts.LeftOut));

    [Fact]
    public void Copying_lists_every_table_of_the_model_as_each_engine_writes_it()
    {
        var tables = SqlTables.Company.Names.ToList();
        var texts = SqlTexts.Of(typeof(CopyTable), SqlTexts.SqlServer).ToList();
        Assert.All(tables, table => Assert.Contains($"SELECT COUNT(*) FROM [{table}]", texts));
        Assert.All(tables, table => Assert.Contains($"SELECT COUNT(*) FROM \"{table}\"", SqlTexts.Of(typeof(CopyTable), SqlTexts.Sqlite)));
        Assert.Equal(2 * tables.Count, texts.Count);
    }

    [Fact]
    public void Every_file_that_sends_SQL_lists_its_texts() =>
        // They teach Dapper the values' types, and pass on what others send.
        Assert.Equal(
            [
                "Metiva.Tenancy/CompanyData/DapperValues.cs",
                "Metiva.Tenancy/Connections/Limits/LimitedCommand.cs",
                "Metiva.Tenancy/Connections/Limits/LimitedConnection.cs",
                "Metiva.Tenancy/Connections/Limits/LimitedReader.cs",
            ],
            SqlTexts.Unlisted(Sources.Code("Metiva.Tenancy").Concat(Sources.Code("Metiva.Web"))).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Senders))]
    public void No_constant_of_SQL_is_left_out_of_the_texts(Type sender) => Assert.Empty(SqlTexts.Forgotten(sender));

    [Fact]
    public void The_inventory_reaches_the_host_the_feed_and_the_engine()
    {
        Assert.Contains(typeof(HomeQuery), SqlTexts.Senders());
        Assert.Contains(typeof(ChangeFeed), SqlTexts.Senders());
        Assert.Contains(typeof(SqliteSchema), SqlTexts.Senders());
        Assert.Contains(typeof(SqlServerMaking), SqlTexts.OfSqlServer());
        Assert.Contains(typeof(CopyTable), SqlTexts.OfAllEngines());
    }

    [Theory]
    [InlineData("using Dapper;\nsealed class X { }")]
    [InlineData("command.CommandText = \"SELECT 1\";")]
    [InlineData("data.Database.ExecuteSqlRawAsync(\"DELETE FROM Invoices\");")]
    [InlineData("data.Invoices.FromSqlRaw(\"SELECT * FROM Invoices\");")]
    [InlineData("Dapper.SqlMapper.Query(connection, text);")]
    public void A_planted_file_that_sends_without_listing_is_found(string code) =>
        Assert.Equal(["Planted.cs"], SqlTexts.Unlisted([new SourceFile("Planted.cs", code)]));

    [Fact]
    public void A_planted_constant_that_is_not_listed_is_found() =>
        Assert.Equal(["Forgetful.LeftOutSql"], SqlTexts.Forgotten(typeof(Forgetful)));

    [Fact]
    public void A_planted_statement_that_is_named_and_not_listed_is_found() =>
        Assert.Equal(
            ["Planted.cs: SqlServerStatements.DropLogin"],
            SqlTexts.LeftOut(
                new SourceFile(
                    "Planted.cs",
                    "Run(SqlServerStatements.DropLogin(login), SqlServerStatements.Stamp);"
                        + " static IEnumerable<string> Texts(SqlDialect dialect) => [SqlServerStatements.Stamp];"
                )
            )
        );

    [Theory]
    [InlineData("SELECT c.Id FROM dbo.Company c", "There is no table Company.")]
    [InlineData("SELECT c.Naam FROM dbo.Companies c", "There is no column c.Naam here.")]
    [InlineData("SELECT i.Id FROM other.dbo.Invoices i", "other.dbo.Invoices names more than a table.")]
    [InlineData("SELECT name FROM sys.sql_logins", "There is no table sys.sql_logins.")]
    [InlineData("SELECT password_hash FROM sys.server_principals", "There is no column password_hash here.")]
    [InlineData("SELECT SUSER_SNAME()", "The function SUSER_SNAME is not allowed.")]
    [InlineData("EXEC xp_cmdshell 'dir'", "Executing xp_cmdshell is not allowed.")]
    [InlineData("EXEC ('DROP TABLE Invoices')", "Executing  is not allowed.")]
    [InlineData("USE master", "UseStatement is not allowed.")]
    [InlineData("DROP TABLE Invoices", "DropTableStatement is not allowed.")]
    [InlineData("ALTER SERVER ROLE sysadmin ADD MEMBER [x]", "AlterServerRoleStatement is not allowed.")]
    [InlineData("DENY INSERT ON OBJECT::[dbo].[Invoice] TO [x]", "There is no table Invoice.")]
    [InlineData("GRANT SELECT ON [Invoice] TO [x]", "There is no table Invoice.")]
    [InlineData("INSERT INTO dbo.CompanyIdentity (Id, Company) VALUES (1, @company)", "There is no column Company here.")]
    [InlineData("CREATE TABLE ChangeCounters (Id int, Versie bigint)", "The model has no column ChangeCounters.Versie, which is made.")]
    [InlineData("ALTER TABLE Companies ADD Versie bigint NULL", "The model has no column Companies.Versie, which is made.")]
    [InlineData("ALTER TABLE Companies DROP COLUMN Name", "AlterTableDropTableElementStatement is not allowed.")]
    [InlineData("CREATE INDEX X ON Invoices (Nummer)", "There is no column Nummer here.")]
    [InlineData("DROP TRIGGER dbo.Invoices_Gone", "The model knows no trigger Invoices_Gone.")]
    [InlineData(
        "CREATE TRIGGER Invoices_Issued_Change ON Invoices AFTER UPDATE AS IF UPDATE(Nummer) THROW 51000, N'x', 1",
        "There is no column Nummer here."
    )]
    [InlineData(
        "CREATE TRIGGER Invoices_Issued_Change ON Invoices AFTER UPDATE AS IF EXISTS (SELECT 1 FROM deleted d WHERE d.Nr = 1) THROW 51000, N'x', 1",
        "There is no column d.Nr here."
    )]
    public void A_planted_wrong_name_of_the_engine_is_objected_to(string text, string objection) =>
        Assert.Contains(objection, SqlTexts.EngineObjections(text));

    [Theory]
    [InlineData("SELECT 1 FROM Invoices i LIMIT 5")]
    [InlineData("SELECT i.Number || 'x' FROM Invoices i")]
    [InlineData("SELECT strftime('%Y', i.IssueDate) FROM Invoices i")]
    [InlineData("SELECT IFNULL(i.Number, '') FROM Invoices i")]
    public void What_only_SQLite_knows_is_objected_to(string text) => Assert.NotEmpty(SqlTexts.Objections(text));

    [Theory]
    [InlineData("SELECT i.Id FROM Invoice i", "There is no table Invoice.")]
    [InlineData("SELECT i.Nummer FROM Invoices i", "There is no column i.Nummer here.")]
    [InlineData("SELECT Nummer FROM Invoices", "There is no column Nummer here.")]
    [InlineData("SELECT p.Id FROM Invoices i", "There is no column p.Id here.")]
    [InlineData("SELECT i.Id FROM Invoices i ORDER BY i.Nummer", "There is no column i.Nummer here.")]
    [InlineData("SELECT i.Id FROM Invoices i WHERE i.Nummer = @n", "There is no column i.Nummer here.")]
    [InlineData("SELECT i.Id FROM Invoices i JOIN Accounts a ON a.Id = i.Account", "There is no column i.Account here.")]
    [InlineData("SELECT i.Id FROM Invoices i JOIN Accounts a ON a.AccountId = i.AccountId", "There is no column a.AccountId here.")]
    [InlineData("SELECT d.Nr FROM (SELECT i.Number FROM Invoices i) d", "There is no column d.Nr here.")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT 1 FROM Invoices i WHERE i.Nummer = 1)", "There is no column i.Nummer here.")]
    [InlineData("SELECT c.Id FROM Companies c", "There is no table Companies.")]
    [InlineData("SELECT i.Id FROM other.dbo.Invoices i", "other.dbo.Invoices names more than a table.")]
    [InlineData("SELECT i.Id FROM dbo.Invoices i", "dbo.Invoices names more than a table.")]
    [InlineData("SELECT REVERSE(i.Number) FROM Invoices i", "The function REVERSE is not allowed.")]
    [InlineData("SELECT LEFT(i.Number, 2) FROM Invoices i", "The function LEFT is not allowed.")]
    [InlineData("SELECT @@VERSION", "The function @@VERSION is not allowed.")]
    [InlineData("SELECT CURRENT_TIMESTAMP", "The function CurrentTimestamp is not allowed.")]
    [InlineData("DELETE FROM Invoices WHERE Id = @id", "DeleteStatement is no query.")]
    [InlineData("SELECT i.Id FROM Invoices i; SELECT a.Id FROM Accounts a", "These are 2 statements.")]
    [InlineData("SELECT i.Id INTO Kopie FROM Invoices i", "A query makes a table.")]
    [InlineData("EXEC xp_cmdshell 'dir'", "A query executes something.")]
    [InlineData("SELECT o.a FROM OPENQUERY(other, 'SELECT 1') o", "OpenQueryTableReference is not a table of this database.")]
    public void A_planted_wrong_name_is_objected_to(string text, string objection) => Assert.Contains(objection, SqlTexts.Objections(text));

    [Theory]
    [InlineData("SELECT i.Number AS Nr, COUNT(*) AS Many FROM Invoices i GROUP BY i.Number ORDER BY Many, Nr")]
    [InlineData("SELECT d.Nr FROM (SELECT i.Number AS Nr FROM Invoices i) d WHERE d.Nr = @n")]
    [InlineData("SELECT a.Id FROM Accounts a WHERE EXISTS (SELECT 1 FROM Invoices i WHERE i.AccountId = a.Id)")]
    [InlineData("WITH x AS (SELECT i.Number AS Nr FROM Invoices i) SELECT x.Nr FROM x")]
    [InlineData("SELECT i.Id FROM Invoices i UNION ALL SELECT a.Id FROM Accounts a ORDER BY Id")]
    public void What_is_right_is_not_objected_to(string text) => Assert.Empty(SqlTexts.Objections(text));

    [Theory]
    [InlineData("SELECT a.Id FROM Accounts a WHERE a.VatId = a.Email", "a.VatId = a.Email")]
    [InlineData("SELECT a.Id FROM Accounts a WHERE a.Email LIKE a.VatId + '%'", "a.Email LIKE a.VatId + '%'")]
    [InlineData("SELECT COALESCE(a.VatId, a.Email) AS Known FROM Accounts a", "COALESCE(a.VatId, a.Email) AS Known")]
    [InlineData("SELECT a.VatId + CAST(a.Email AS nvarchar(max)) FROM Accounts a", "a.VatId + CAST(a.Email AS nvarchar(max))")]
    [InlineData("SELECT CASE WHEN 1 = 1 THEN a.Email ELSE a.VatId END FROM Accounts a", "CASE WHEN 1 = 1 THEN a.Email ELSE a.VatId END")]
    [InlineData("SELECT a.Id FROM Accounts a ORDER BY a.VatId + a.Name", "a.VatId + a.Name")]
    [InlineData("SELECT a.Id FROM Accounts a JOIN Contacts c ON c.Name = a.Id", "c.Name = a.Id")]
    [InlineData("SELECT 1 FROM Accounts a WHERE a.Id IN (SELECT c.Name FROM Contacts c)", "a.Id IN (SELECT c.Name FROM Contacts c)")]
    [InlineData("SELECT 1 FROM Accounts a WHERE a.Id IN (SELECT value FROM OPENJSON(@x))", "a.Id IN (SELECT value FROM OPENJSON(@x))")]
    [InlineData(
        "SELECT a.Id FROM Accounts a UNION ALL SELECT c.Name FROM Contacts c",
        "SELECT a.Id FROM Accounts a UNION ALL SELECT c.Name FROM Contacts c"
    )]
    [InlineData("SELECT d.K FROM (SELECT a.Id AS K, a.Name AS N FROM Accounts a) d WHERE d.K = d.N", "d.K = d.N")]
    public void Planted_texts_that_compare_differently_are_found(string text, string where) =>
        Assert.Equal(
            $"Texts that compare differently meet in: {where}",
            Assert.Single(SqlTexts.CollationConflicts(text, SqlColumnCollations.Company).Distinct(StringComparer.Ordinal))
        );

    [Theory]
    [InlineData("SELECT a.Id FROM Accounts a WHERE a.VatId = @x AND a.Email = @x AND a.Name LIKE '%' + @x")]
    [InlineData("SELECT a.Id FROM Accounts a WHERE a.VatId = a.Email COLLATE Latin1_General_100_BIN2")]
    [InlineData(
        "SELECT a.Id FROM Accounts a WHERE a.Id IN (SELECT CAST(value AS varchar(64)) COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@x))"
    )]
    [InlineData("SELECT i.Id FROM Invoices i UNION ALL SELECT a.Id FROM Accounts a ORDER BY Id")]
    public void Texts_that_compare_alike_may_meet(string text) =>
        Assert.Empty(SqlTexts.CollationConflicts(text, SqlColumnCollations.Company));

    private static class Forgetful
    {
        public const string ListedSql = "SELECT 1";
        public const string LeftOutSql = "SELECT 2";

        internal static IEnumerable<string> Texts(Tenancy.Engines.SqlDialect dialect) => [ListedSql + dialect.Page];
    }
}
