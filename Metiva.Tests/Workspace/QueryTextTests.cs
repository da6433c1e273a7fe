using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Support;
using Metiva.Web;
using Xunit;

namespace Metiva.Tests.Workspace;

public sealed class QueryTextTests
{
    public static TheoryData<Type> Queries => [.. SqlTexts.Queries()];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_text_is_prepared_by_SQLite(Type query)
    {
        using var file = new CompanyFile();
        using var connection = file.Connection();
        foreach (var text in SqlTexts.Of(query, SqlTexts.Sqlite).Distinct())
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.Prepare();
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_text_is_understood_by_SQL_Server(Type query)
    {
        var objections = SqlTexts
            .Of(query, SqlTexts.SqlServer)
            .Distinct()
            .AsParallel()
            .SelectMany(text => SqlTexts.Objections(text).Select(objection => $"{objection}\n{text}"))
            .Take(3);
        Assert.Empty(objections);
    }

    [Fact]
    public void Every_class_that_reads_a_company_lists_its_texts() =>
        Assert.Empty(
            typeof(MetivaHost)
                .Assembly.GetTypes()
                .Where(type => type.Name.EndsWith("Query", StringComparison.Ordinal))
                .Where(type =>
                    type.GetConstructors()
                        .Any(made => made.GetParameters().Any(parameter => parameter.ParameterType == typeof(CompanyDatabase)))
                )
                .Except(SqlTexts.Queries())
        );

    [Theory]
    [InlineData("SELECT 1 FROM Invoices i LIMIT 5")]
    [InlineData("SELECT i.Number || 'x' FROM Invoices i")]
    [InlineData("SELECT strftime('%Y', i.IssueDate) FROM Invoices i")]
    [InlineData("SELECT IFNULL(i.Number, '') FROM Invoices i")]
    public void What_only_SQLite_knows_is_objected_to(string text) => Assert.NotEmpty(SqlTexts.Objections(text));
}
