using System.Data.Common;
using System.Text.Json;
using Dapper;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Auditing.Subjects;

/// <summary>
/// Whether the personal values that records refer to are still the ones that were written, and readable unless their subject was erased.
/// Each is looked at once for as long as there is room to remember it.
/// </summary>
internal sealed class StoredValues
{
    private const int Remembered = 50_000;
    private const string FoundSql =
        "SELECT v.Reference, v.SubjectId, v.Cipher, s.EncryptionKey, s.ErasedAt FROM AuditValues v"
        + " JOIN AuditSubjects s ON s.Id = v.SubjectId WHERE v.Reference IN (";

    private readonly HashSet<string> sound = new(StringComparer.Ordinal);
    private readonly HashSet<string> recorded = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, long> erased = [];

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [FoundSql + dialect.Among + ")"];

    /// <summary>The places of the records that refer to a value that is lost.</summary>
    internal async Task<IEnumerable<long>> LostAsync(
        IReadOnlyList<AuditRecord> records,
        DbConnection connection,
        DbTransaction moment,
        SqlDialect dialect,
        CancellationToken cancellationToken
    )
    {
        foreach (var record in records.Where(record => record is { Action: EraseSubject.Action, EntityType: EraseSubject.EntityType }))
        {
            recorded.Add(record.EntityId);
        }

        var named = records
            .SelectMany(record => ReferencesIn(record).Select(reference => (record.Sequence, Reference: reference)))
            .Where(name => !sound.Contains(name.Reference))
            .ToList();
        if (named.Count == 0)
        {
            return [];
        }

        if (sound.Count > Remembered)
        {
            sound.Clear();
        }

        var among = new { Among = JsonSerializer.Serialize(named.Select(name => name.Reference).Distinct(StringComparer.Ordinal)) };
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(FoundSql + dialect.Among + ")", among, moment, cancellationToken: cancellationToken)
        );
        var sounds = rows.Where(row => row.IsSound).ToDictionary(row => row.Reference, StringComparer.Ordinal);
        foreach (var (sequence, reference) in named.Where(name => sounds.ContainsKey(name.Reference)))
        {
            if (sounds[reference].EncryptionKey is null)
            {
                erased.TryAdd(sounds[reference].SubjectId, sequence);
            }
        }

        sound.UnionWith(sounds.Keys);
        return [.. named.Where(name => !sounds.ContainsKey(name.Reference)).Select(name => name.Sequence).Distinct()];
    }

    /// <summary>After all records were looked at: the first places of whom was erased without a record that says so.</summary>
    internal IEnumerable<long> ErasedUnrecorded() =>
        erased.Where(subject => !recorded.Contains(subject.Key.ToString("D"))).Select(subject => subject.Value);

    private static IEnumerable<string> ReferencesIn(AuditRecord record) =>
        Personal
            .ReferencesIn(record.PersonName)
            .Concat(Personal.ReferencesIn(record.Summary))
            .Concat(Personal.ReferencesIn(record.Before))
            .Concat(Personal.ReferencesIn(record.After));

    private sealed record Row
    {
        public string Reference { get; init; } = "";
        public Guid SubjectId { get; init; }
        public byte[] Cipher { get; init; } = [];
        public byte[]? EncryptionKey { get; init; }
        public DateTimeOffset? ErasedAt { get; init; }

        internal bool IsSound =>
            SubjectCipher.ReferenceOf(Cipher) == Reference
            && (EncryptionKey is null ? ErasedAt is not null : SubjectCipher.TryDecrypt(SubjectId, EncryptionKey, Cipher) is not null);
    }
}
