using Microsoft.Data.Sqlite;
using Xunit;

namespace Metiva.Tests.Isolation;

public sealed class SentinelTests
{
    [Fact]
    public async Task Every_text_column_of_every_company_carries_its_own_word_and_no_other()
    {
        await using var world = await SentinelWorld.StartAsync();
        foreach (var (company, word) in Sentinels.Words)
        {
            using var connection = new SqliteConnection(
                $"Data Source={SentinelWorld.FileOf(world.Server.DataDirectory, company)};Pooling=False"
            );
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM Invoices WHERE CustomerName LIKE @word || '%'";
            command.Parameters.AddWithValue("@word", word);
            Assert.NotEqual(0L, command.ExecuteScalar());
            var text = await File.ReadAllTextAsync(SentinelWorld.FileOf(world.Server.DataDirectory, company));
            Assert.Empty(SentinelWorld.ForeignWords(company, text));
        }
    }
}
