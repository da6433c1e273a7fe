using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Metiva.Tenancy.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Metiva.Tests.Engines.Sqlite;

/// <summary>Whatever a name holds, SQLite itself makes something of just that name.</summary>
public sealed class SqliteQuotingTests
{
    private const string Nasty = "]['\"\\-;/*%_ \r\n\t.@#$é漢x";

    [Theory]
    [InlineData("select")]
    [InlineData("a\"b")]
    [InlineData("\"\"")]
    [InlineData("'; DROP TABLE Kept; --")]
    [InlineData("x\"; DROP TABLE Kept; --")]
    [InlineData("/* */")]
    [InlineData("naïve 漢字 😀")]
    public void A_name_stays_one_name(string name) => Assert.True(StaysOneName(name));

    [Fact]
    public void Any_name_stays_one_name() =>
        Prop.ForAll(
                Gen.Choose(1, 60)
                    .SelectMany(length => Gen.ArrayOf(Gen.Elements(Nasty.ToCharArray()), length))
                    .Select(made => new string(made))
                    .ToArbitrary(),
                StaysOneName
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_cannot_be_a_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => SqliteIdentifier.Quote(name));

    private static bool StaysOneName(string name)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute($"CREATE TABLE Kept (Id INTEGER); CREATE INDEX {SqliteIdentifier.Quote(name)} ON Kept (Id)");
        var made = connection.Query<string>("SELECT name FROM sqlite_master WHERE name <> 'Kept'").AsList();
        connection.Execute($"DROP INDEX {SqliteIdentifier.Quote(name)}");
        return made is [var only] && only == name && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master") == 1;
    }
}
