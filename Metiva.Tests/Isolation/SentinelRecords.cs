using Microsoft.Data.Sqlite;

namespace Metiva.Tests.Isolation;

/// <summary>A record of each kind that an address can name.</summary>
internal static class SentinelRecords
{
    private static readonly (string Kind, string Sql)[] Kinds =
    [
        ("invoice", "SELECT Id FROM Invoices WHERE State = 'Issued' ORDER BY Id LIMIT 1"),
        ("draft", "SELECT Id FROM Invoices WHERE State = 'Draft' ORDER BY Id LIMIT 1"),
        ("review", "SELECT Id FROM Invoices WHERE State = 'InReview' ORDER BY Id LIMIT 1"),
        ("contract", "SELECT Id FROM Contracts WHERE State = 'Pending' ORDER BY Id LIMIT 1"),
        ("job", "SELECT Id FROM WorkItems WHERE State = 'Dead' ORDER BY Id LIMIT 1"),
        ("mail", "SELECT Id FROM Mails WHERE EntityType = 'Invoice' AND Html IS NOT NULL ORDER BY Id LIMIT 1"),
        ("file", OfType("application/pdf")),
        ("text", OfType("text/plain")),
        ("picture", OfType("image/png")),
        ("project", "SELECT Id FROM Projects WHERE PublishedAt IS NOT NULL ORDER BY Id LIMIT 1"),
    ];

    /// <summary>Those that the company has.</summary>
    public static IEnumerable<(string Kind, string Id)> In(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        connection.Open();
        foreach (var (kind, sql) in Kinds)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (command.ExecuteScalar() is string id)
            {
                yield return (kind, id);
            }
        }
    }

    private static string OfType(string type) =>
        $"SELECT Id FROM StoredFiles WHERE ContentType = '{type}' AND PublishedAt IS NOT NULL ORDER BY CreatedAt, Id LIMIT 1";
}
