using FsCheck;
using FsCheck.Fluent;
using Metiva.Tenancy.Engines.SqlServer;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Xunit;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>Whatever a name or a text holds, SQL Server's own parser reads just that name or text back.</summary>
public sealed class SqlServerQuotingTests
{
    private const string Nasty = "]['\"\\-;/*%_ \r\n\t.@#$é漢GOselect";

    public static TheoryData<string> Names =>
        [
            "select",
            "a]b",
            "]]",
            "[x]",
            "'; DROP DATABASE master; --",
            "x] ; DROP LOGIN [sa",
            "/* */",
            "naïve 漢字 😀",
            "\u0001\u2028\u00a0",
            new string(']', 128),
            new string('x', 128),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_stays_one_name(string name) => Assert.Equal(name, NameIn(SqlServerStatements.CreateDatabase(name)));

    [Fact]
    public void Any_name_stays_one_name() =>
        Prop.ForAll(Texts(1, SqlServerIdentifier.MaxLength), name => NameIn($"CREATE DATABASE {SqlServerIdentifier.Quote(name)}") == name)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_text_stays_one_text() =>
        Prop.ForAll(Texts(0, 200), text => TextIn($"SELECT {SqlServerLiteral.Quote(text)}") == text)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_password_stays_in_its_statement() =>
        Prop.ForAll(
                Texts(1, 128),
                password =>
                    Statement<CreateLoginStatement>(SqlServerStatements.CreateLogin("x", password)).Source
                        is PasswordCreateLoginSource source
                    && ((StringLiteral)source.Password).Value == password
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_cannot_be_a_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => SqlServerIdentifier.Quote(name));

    [Fact]
    public void A_name_of_more_than_128_characters_is_refused() =>
        Assert.Throws<ArgumentException>(() => SqlServerIdentifier.Quote(new string('x', 129)));

    [Fact]
    public void What_would_not_arrive_as_it_was_written_is_refused()
    {
        var (high, low) = ((char)0xd83d, (char)0xde00);
        foreach (var text in new[] { "a\0b", $"{high}", $"x{low}y", $"{low}{high}" })
        {
            Assert.Throws<ArgumentException>(() => SqlServerLiteral.Quote(text));
            Assert.Throws<ArgumentException>(() => SqlServerIdentifier.Quote(text));
        }

        Assert.Equal($"N'{high}{low}'", SqlServerLiteral.Quote($"{high}{low}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_statement_is_one_statement_of_T_SQL_whatever_the_names(string name)
    {
        foreach (var text in SqlServerStatements.Every(name, name, name, name))
        {
            var script = Parse(text);
            Assert.InRange(script.Batches.Sum(batch => batch.Statements.Count), 1, 3);
            Assert.DoesNotContain(
                script.Batches.SelectMany(batch => batch.Statements),
                statement => statement is DropDatabaseStatement && !text.StartsWith("DROP DATABASE", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Every_statement_is_listed()
    {
        var listed = SqlServerStatements.Every("d", "l", "p", "t").ToList();
        var made = typeof(SqlServerStatements)
            .GetMembers(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)
            .Count(member => member is System.Reflection.FieldInfo or System.Reflection.MethodInfo { ReturnType.Name: nameof(String) });
        Assert.Equal(made, listed.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_scripts_of_both_schemas_are_T_SQL()
    {
        var scripts = SqlServerSchema.CompanyScript(from: null).Concat(SqlServerSchema.ControlPlaneScript(from: null)).ToList();
        Assert.True(scripts.Count > 40);
        Assert.All(scripts, text => Parse(text));
        Assert.Equal(11, scripts.Count(text => text.StartsWith("CREATE TRIGGER", StringComparison.Ordinal)));
    }

    [Fact]
    public void Passwords_are_long_of_every_kind_and_never_the_same()
    {
        var made = Enumerable.Range(0, 200).Select(_ => SqlServerPassword.New()).ToList();
        Assert.Equal(200, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            made,
            password =>
                Assert.True(password.Length == 43 && password.Any(char.IsUpper) && password.Any(char.IsLower) && password.Any(char.IsDigit))
        );
    }

    private static Arbitrary<string> Texts(int shortest, int longest)
    {
        var letters = Gen.OneOf(
            Gen.Elements(Nasty.ToCharArray()),
            Gen.Choose(1, 0xd7ff).Select(code => (char)code),
            Gen.Choose(32, 126).Select(code => (char)code)
        );
        return Gen.Choose(shortest, longest)
            .SelectMany(length => Gen.ArrayOf(letters, length))
            .Select(made => new string(made))
            .ToArbitrary();
    }

    private static string NameIn(string text) => Statement<CreateDatabaseStatement>(text).DatabaseName.Value;

    private static string TextIn(string text)
    {
        var select = (QuerySpecification)Statement<SelectStatement>(text).QueryExpression;
        return ((StringLiteral)((SelectScalarExpression)select.SelectElements.Single()).Expression).Value;
    }

    private static T Statement<T>(string text)
        where T : TSqlStatement => Assert.IsType<T>(Assert.Single(Assert.Single(Parse(text).Batches).Statements));

    private static TSqlScript Parse(string text)
    {
        var parsed = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => error.Message)) + "\n" + text);
        return (TSqlScript)parsed;
    }
}
