using Metiva.Tenancy.Search;

namespace Metiva.Tenancy.Engines.Sqlite.CompanyMigrations;

/// <summary>
/// A frozen part of the migration that made search: the full-text index over SearchEntries, the triggers that keep it, and the entries
/// of what was there before.
/// </summary>
internal static class SearchTables
{
    /// <summary>Makes the index anew from SearchEntries, after rows came in without the triggers.</summary>
    public const string Rebuild = "INSERT INTO SearchText (SearchText) VALUES ('rebuild')";

    /// <summary>Takes the index away, before the table that it is over.</summary>
    public const string Drop = "DROP TABLE SearchText;";

    private const string Columns = "INSERT INTO SearchEntries (EntityType, EntityId, Published, OwnerId, AssigneeId, Title, Text)";

    private const string Forget = "INSERT INTO SearchText (SearchText, rowid, Title, Text) VALUES ('delete', OLD.Id, OLD.Title, OLD.Text);";
    private const string Remember = "INSERT INTO SearchText (rowid, Title, Text) VALUES (NEW.Id, NEW.Title, NEW.Text);";

    /// <summary>One statement each. The index holds no text of its own; a word in the title counts ten times one in the text.</summary>
    public static readonly string[] Statements =
    [
        "CREATE VIRTUAL TABLE SearchText USING fts5(Title, Text, content='SearchEntries', content_rowid='Id',"
            + " tokenize='unicode61 remove_diacritics 2', prefix='2 3 4');",
        "INSERT INTO SearchText (SearchText, rank) VALUES ('rank', 'bm25(10.0, 1.0)');",
        $"CREATE TRIGGER SearchEntries_Insert AFTER INSERT ON SearchEntries BEGIN {Remember} END;",
        $"CREATE TRIGGER SearchEntries_Delete AFTER DELETE ON SearchEntries BEGIN {Forget} END;",
        $"CREATE TRIGGER SearchEntries_Update AFTER UPDATE OF Title, Text ON SearchEntries BEGIN {Forget} {Remember} END;",
        $"{Columns} SELECT '{SearchTypes.Account}', Id, 0, CreatedBy, AssignedTo, Name,"
            + $" {Lines("KvkNumber", "VatId", "Email", "Phone", "Street", "PostalCode", "City")} FROM Accounts;",
        $"{Columns} SELECT '{SearchTypes.Contact}', Id, 0, NULL, NULL, Name, {Lines("JobTitle", "Email", "Phone")} FROM Contacts;",
        $"{Columns} SELECT '{SearchTypes.Invoice}', Id, PublishedAt IS NOT NULL AND State NOT IN ('Draft', 'InReview'), CreatedBy,"
            + $" AssignedTo, COALESCE(Number || '{SearchSource.Between}', '') || CustomerName, {Lines("Reference")} || COALESCE("
            + "(SELECT group_concat(Description, char(10)) FROM InvoiceLines WHERE InvoiceId = Invoices.Id), '') FROM Invoices;",
        $"{Columns} SELECT '{SearchTypes.Contract}', Id, PublishedAt IS NOT NULL AND State IN ('Pending', 'Completed'), CreatedBy,"
            + " AssignedTo, Title, Body FROM Contracts;",
        $"{Columns} SELECT '{SearchTypes.Project}', Id, PublishedAt IS NOT NULL AND AccountId IS NOT NULL AND Kind <> 'Internal',"
            + " CreatedBy, AssignedTo, Name, COALESCE(Description, '') FROM Projects;",
    ];

    private static string Lines(params string[] columns) =>
        string.Join(" || ", columns.Select(column => $"COALESCE({column} || char(10), '')"));
}
