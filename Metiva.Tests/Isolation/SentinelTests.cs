using Dapper;
using Metiva.Domain.Companies;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Metiva.Tests.Isolation;

public sealed class SentinelTests(OneWorld one) : IClassFixture<OneWorld>
{
    private readonly SentinelWorld world = one.World;

    [Fact]
    public async Task Every_text_column_of_every_company_carries_its_own_word_and_no_other()
    {
        HashSet<(string, string)> filled = [];
        foreach (var company in Sentinels.Words.Keys)
        {
            using var connection = Open(company);
            foreach (var (table, column) in Sentinels.Columns())
            {
                var (written, marked) = connection.QuerySingle<(long, long)>(
                    $"SELECT COUNT(\"{column}\"), COALESCE(SUM(\"{column}\" LIKE @mark), 0) FROM \"{table}\"",
                    new { mark = $"%{Sentinels.MarkOf(table, column, company)}%" }
                );
                Assert.True(written == marked, $"{table}.{column} of {company}: {marked} of {written} rows carry the mark.");
                if (written > 0)
                {
                    filled.Add((table, column));
                }
            }

            var text = await File.ReadAllTextAsync(SentinelWorld.FileOf(world.Server.DataDirectory, company));
            Assert.Empty(SentinelWorld.ForeignWords(company, text));
        }

        Assert.Equal([], Sentinels.Columns().Except(filled).Select(column => $"{column.Item1}.{column.Item2} is empty everywhere"));
    }

    [Fact]
    public async Task Every_column_that_the_file_has_for_text_is_known_to_carry_a_word_or_to_have_no_room_for_one()
    {
        using var connection = Open(SentinelWorld.A);

        var columns = connection.Query<(string, string)>(
            """
            SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\' AND c.type = 'TEXT'
            """
        );

        Assert.Equal(columns.Order(), Sentinels.Columns().Concat(Sentinels.WithoutWord()).Order());
    }

    [Fact]
    public async Task Every_company_and_its_own_people_carry_a_word_in_the_control_plane()
    {
        await world.Server.WriteAsync(control =>
        {
            Assert.All(control.Companies, row => Assert.StartsWith(Sentinels.RegistryWords[row.Id], row.Name, StringComparison.Ordinal));
            Assert.All(world.People, person => Assert.StartsWith(Sentinels.RegistryWords[person.Key.Company], person.Value.Name));
            Assert.All(
                control.Invitations,
                row => Assert.StartsWith(Sentinels.RegistryWords[row.CompanyId], row.Email, StringComparison.Ordinal)
            );
            Assert.Equal(Sentinels.Words.Count, control.Invitations.Count());
        });
    }

    private SqliteConnection Open(CompanyId company)
    {
        var connection = new SqliteConnection($"Data Source={SentinelWorld.FileOf(world.Server.DataDirectory, company)};Pooling=False");
        connection.Open();
        return connection;
    }
}
