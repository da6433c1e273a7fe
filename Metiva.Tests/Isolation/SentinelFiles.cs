using System.Text;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Files;
using Metiva.Tenancy.Lifecycle;
using Metiva.Web.Development.Demo;
using Microsoft.Data.Sqlite;

namespace Metiva.Tests.Isolation;

/// <summary>
/// Contents that hold their company's word, one of each type, in the company's own encrypted store. They take the place of what the demo
/// data put there, so that an answer with another company's bytes is seen even when it goes by the right name.
/// </summary>
internal static class SentinelFiles
{
    /// <summary>How many bytes at the beginning of the text are the word.</summary>
    public const int WordLength = 7;

    /// <summary>Stores them.</summary>
    public static async Task<IReadOnlyList<FileContents>> StoreAsync(CompanySeeder seeder, CompanyId company)
    {
        var word = Sentinels.Words[company];
        byte[][] contents =
        [
            Encoding.ASCII.GetBytes($"{word} begins this text.\n"),
            DemoPdf.Write(word, [word]),
            // A picture ends where it says so; what follows is sent along and drawn by nobody.
            [.. DemoPng.Write(1, 1, [1, 2, 3, 255]), .. Encoding.ASCII.GetBytes(word)],
        ];
        var stored = new List<FileContents>();
        foreach (var content in contents)
        {
            stored.Add(await seeder.PutFileAsync(company, content, CancellationToken.None));
        }

        return stored;
    }

    /// <summary>Gives every file the content of its type, and shows a text to the client.</summary>
    public static void Plant(SqliteConnection connection, IEnumerable<FileContents> contents)
    {
        const string Content =
            "UPDATE StoredFiles SET Hash = @Hash, StoredName = @StoredName, Size = @Size WHERE ContentType = @ContentType";
        foreach (var content in contents)
        {
            if (connection.Execute(Content, content) == 0)
            {
                throw new InvalidOperationException($"No file of the demo data is {content.ContentType}.");
            }
        }

        connection.Execute("UPDATE StoredFiles SET PublishedAt = CreatedAt WHERE ContentType = 'text/plain'");
    }
}
