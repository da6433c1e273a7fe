using System.Globalization;
using Metiva.Tenancy.Search;

namespace Metiva.Tenancy.Engines.SqlServer.CompanyMigrations;

/// <summary>A frozen part of the migration that made search: the entries of what was there before.</summary>
/// <remarks>
/// The server takes words apart as <see cref="SearchWords.Fold"/> does, letter by letter, for the letters of Western Europe and the signs
/// that stand between words. Whatever else a text holds is folded when its record is saved next.
/// </remarks>
internal static class SearchBackfill
{
    private const string Signs = "-/.,;:@+()&'\"#_!?*=<>[]{}|\\%€·–—’‘“”\t\r\n";

    /// <summary>One statement each.</summary>
    public static readonly string[] Statements =
    [
        Of(
            SearchTypes.Account,
            "0",
            "CreatedBy, AssignedTo",
            "Name",
            Lines("KvkNumber", "VatId", "Email", "Phone", "Street", "PostalCode", "City"),
            "Accounts"
        ),
        Of(SearchTypes.Contact, "0", "NULL, NULL", "Name", Lines("JobTitle", "Email", "Phone"), "Contacts"),
        Of(
            SearchTypes.Invoice,
            "CASE WHEN PublishedAt IS NOT NULL AND State NOT IN ('Draft', 'InReview') THEN 1 ELSE 0 END",
            "CreatedBy, AssignedTo",
            $"COALESCE(Number + N'{SearchSource.Between}', N'') + CustomerName",
            $"{Lines("Reference")} + COALESCE((SELECT STRING_AGG(CAST(Description AS nvarchar(max)), N' ') FROM InvoiceLines WHERE InvoiceId = Invoices.Id), N'')",
            "Invoices"
        ),
        Of(
            SearchTypes.Contract,
            "CASE WHEN PublishedAt IS NOT NULL AND State IN ('Pending', 'Completed') THEN 1 ELSE 0 END",
            "CreatedBy, AssignedTo",
            "Title",
            "Body",
            "Contracts"
        ),
        Of(
            SearchTypes.Project,
            "CASE WHEN PublishedAt IS NOT NULL AND AccountId IS NOT NULL AND Kind <> 'Internal' THEN 1 ELSE 0 END",
            "CreatedBy, AssignedTo",
            "Name",
            "COALESCE(Description, N'')",
            "Projects"
        ),
        $"UPDATE SearchEntries SET Words = {Folded("N' ' + Title + N' ' + Text")};",
    ];

    private static string Of(string type, string published, string people, string title, string text, string table) =>
        "INSERT INTO SearchEntries (EntityType, EntityId, Published, OwnerId, AssigneeId, Title, Text, Words)"
        + $" SELECT '{type}', Id, {published}, {people}, {title}, {text}, N'' FROM {table};";

    // Codes and what people write compare differently, and the server refuses a text made of both unless it is told how that one does.
    private static string Lines(params string[] columns) =>
        string.Join(
            " + ",
            columns.Select(column => $"COALESCE(CAST({column} AS nvarchar(max)) COLLATE {SqlServerCollations.People} + N' ', N'')")
        );

    private static string Folded(string text)
    {
        var folded = $"LOWER({text}) COLLATE {SqlServerCollations.Exact}";
        foreach (var sign in Signs)
        {
            folded = Replaced(folded, sign, " ");
        }

        foreach (var letter in Enumerable.Range(0xe0, 0x180 - 0xe0).Select(code => (char)code).Where(char.IsLower))
        {
            var plain = SearchWords.In(letter.ToString()).Single().Folded;
            folded = plain == letter.ToString() ? folded : Replaced(folded, letter, plain);
        }

        return folded;
    }

    private static string Replaced(string text, char sign, string with) =>
        $"REPLACE({text}, NCHAR({((int)sign).ToString(CultureInfo.InvariantCulture)}), N'{with}')";
}
