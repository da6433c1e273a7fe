using System.Data.Common;
using System.Text.Json;
using Dapper;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>The personal values that stored audit texts refer to, to be put back into them for whoever may read the log.</summary>
public sealed class PersonalValues
{
    private const string FoundSql =
        "SELECT v.Reference, v.SubjectId, v.Cipher, s.EncryptionKey FROM AuditValues v JOIN AuditSubjects s ON s.Id = v.SubjectId WHERE v.Reference IN (";
    private const string ReadableSql =
        "SELECT v.Reference, v.SubjectId, v.Cipher, s.EncryptionKey FROM AuditValues v JOIN AuditSubjects s ON s.Id = v.SubjectId"
        + " WHERE s.EncryptionKey IS NOT NULL";
    private const string InBlocks = " AND s.Subject LIKE @Kind AND v.Reference > @After ORDER BY v.Reference ";
    private const int Block = 1_000;
    private const string OfSubjects = " AND v.SubjectId IN (";

    private readonly Dictionary<string, string?> values;

    private PersonalValues(Dictionary<string, string?> values) => this.values = values;

    /// <summary>None.</summary>
    public static PersonalValues None { get; } = new([]);

    internal static IEnumerable<string> Texts(SqlDialect dialect) =>
        [FoundSql + dialect.Among + ")", ReadableSql + InBlocks + dialect.Page, ReadableSql + OfSubjects + dialect.Among + ")"];

    /// <summary>Reads what these texts refer to: one statement, or none when they refer to nothing.</summary>
    public static async Task<PersonalValues> ReadAsync(
        DbConnection connection,
        SqlDialect dialect,
        IEnumerable<string?> texts,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var references = texts.SelectMany(Personal.ReferencesIn).Distinct(StringComparer.Ordinal).ToList();
        if (references.Count == 0)
        {
            return None;
        }

        var among = new { Among = JsonSerializer.Serialize(references) };
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(FoundSql + dialect.Among + ")", among, cancellationToken: cancellationToken)
        );
        return new PersonalValues(rows.ToDictionary(row => row.Reference, row => row.Text, StringComparer.Ordinal));
    }

    /// <summary>
    /// The references, as they stand in texts, to values that contain this: of people only, or of every kind of subject. The values are
    /// encrypted, so they are looked through here, a block at a time.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ReferencesToAsync(
        DbConnection connection,
        SqlDialect dialect,
        string part,
        bool peopleOnly,
        CancellationToken cancellationToken
    ) =>
        (await WithAsync(connection, dialect, peopleOnly ? "Person" : null, part, cancellationToken)).ConvertAll(row =>
            "{#" + row.Reference + "}"
        );

    /// <summary>As JSON, the ids of the subjects of that kind, or of every kind, of whom a value contains this.</summary>
    public static async Task<string> SubjectsWithAsync(
        DbConnection connection,
        SqlDialect dialect,
        string? kind,
        string part,
        CancellationToken cancellationToken
    ) =>
        JsonSerializer.Serialize(
            (await WithAsync(connection, dialect, kind, part, cancellationToken))
                .Select(row => row.SubjectId.ToString("D"))
                .Distinct(StringComparer.Ordinal)
        );

    private static async Task<List<Row>> WithAsync(
        DbConnection connection,
        SqlDialect dialect,
        string? kind,
        string part,
        CancellationToken cancellationToken
    )
    {
        List<Row> found = [];
        for (var after = ""; ; )
        {
            var page = new
            {
                Kind = new DbString { Value = (kind ?? "") + "%", IsAnsi = true },
                After = new DbString { Value = after, IsAnsi = true },
                Skip = 0L,
                Take = Block,
            };
            var rows = (
                await connection.QueryAsync<Row>(
                    new CommandDefinition(ReadableSql + InBlocks + dialect.Page, page, cancellationToken: cancellationToken)
                )
            ).AsList();
            found.AddRange(rows.Where(row => row.Text?.Contains(part, StringComparison.CurrentCultureIgnoreCase) == true));
            if (rows.Count < Block)
            {
                return found;
            }

            after = rows[^1].Reference;
        }
    }

    /// <summary>The values of these subjects, in order; none of one who was erased.</summary>
    public static async Task<ILookup<Guid, string>> OfSubjectsAsync(
        DbConnection connection,
        SqlDialect dialect,
        IEnumerable<Guid> subjects,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var among = new { Among = JsonSerializer.Serialize(subjects.Select(id => id.ToString("D"))) };
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(ReadableSql + OfSubjects + dialect.Among + ")", among, cancellationToken: cancellationToken)
        );
        return rows.Where(row => row.Text is not null)
            .OrderBy(row => row.Text, StringComparer.CurrentCulture)
            .ToLookup(row => row.SubjectId, row => row.Text!);
    }

    /// <summary>The text with its values.</summary>
    /// <param name="text">As it is stored.</param>
    /// <param name="erased">What stands for a value whose key was destroyed.</param>
    public string In(string text, string erased) => Personal.Resolve(text, reference => Of(reference, erased));

    /// <summary>The same for a text that is JSON, and stays it.</summary>
    public string? InJson(string? json, string erased) =>
        json is null ? null : Personal.Resolve(json, reference => JsonEncodedText.Encode(Of(reference, erased)).ToString());

    /// <summary>The values that these texts refer to, by the reference as it stands in them; null where the key was destroyed.</summary>
    public IReadOnlyDictionary<string, string?> Behind(IEnumerable<string?> texts) =>
        texts
            .SelectMany(Personal.ReferencesIn)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(reference => "{#" + reference + "}", reference => values.GetValueOrDefault(reference), StringComparer.Ordinal);

    private string Of(string reference, string erased) => values.GetValueOrDefault(reference) ?? erased;

    internal sealed record Row
    {
        public string Reference { get; init; } = "";
        public Guid SubjectId { get; init; }
        public byte[] Cipher { get; init; } = [];
        public byte[]? EncryptionKey { get; init; }

        /// <summary>Null when the key was destroyed, or when the row was tampered with, which verifying the log tells.</summary>
        public string? Text => EncryptionKey is null ? null : SubjectCipher.TryDecrypt(SubjectId, EncryptionKey, Cipher);
    }
}
