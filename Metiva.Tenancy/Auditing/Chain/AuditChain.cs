using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Chains the records of an audit log: the seal of each is a SHA-256 over the seal before it and everything that the record says. Who
/// changes, removes or puts in a record has to make every later seal anew, and the last of them is anchored outside of the database.
/// </summary>
internal static class AuditChain
{
    private const int Batch = 1_000;

    // Two parameters each, well below what every engine takes in a statement.
    private const int MostTogether = 100;

    private const string LastSql = "SELECT Sequence, Hash FROM AuditSeals ORDER BY Sequence DESC ";
    private const string RecordsSql =
        "SELECT Sequence, OperationId, At, PersonId, PersonName, Action, EntityType, EntityId, Summary, Before, After"
        + " FROM AuditRecords WHERE Sequence > @After ORDER BY Sequence ";

    private static readonly string[] InsertSqls = [.. Enumerable.Range(1, MostTogether).Select(Insert)];

    /// <summary>What the first record is chained to.</summary>
    internal static byte[] Beginning => new byte[AuditSeal.HashLength];

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [LastSql + dialect.Page, RecordsSql + dialect.Page, .. InsertSqls];

    /// <summary>
    /// Seals every record that has no seal yet, in the given transaction. Writers of a company take turns, so no other record can come in
    /// between.
    /// </summary>
    internal static async Task SealAsync(DbTransaction transaction, SqlDialect dialect, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var first = new { Skip = 0L, Take = 1 };
        var last = await connection.QuerySingleOrDefaultAsync<AuditSeal>(
            new CommandDefinition(LastSql + dialect.Page, first, transaction, cancellationToken: cancellationToken)
        );
        var (sequence, hash) = last is null ? (0, Beginning) : (last.Sequence, last.Hash);
        List<AuditRecord> records;
        do
        {
            records = await RecordsAsync(connection, transaction, dialect, sequence, Batch, cancellationToken);
            var seals = new List<AuditSeal>(records.Count);
            foreach (var record in records)
            {
                (sequence, hash) = (record.Sequence, Next(hash, record));
                seals.Add(new AuditSeal { Sequence = sequence, Hash = hash });
            }

            foreach (var some in seals.Chunk(MostTogether))
            {
                await InsertAsync(connection, transaction, some, cancellationToken);
            }
        } while (records.Count == Batch);
    }

    /// <summary>Records from after that place on.</summary>
    internal static async Task<List<AuditRecord>> RecordsAsync(
        DbConnection connection,
        DbTransaction transaction,
        SqlDialect dialect,
        long after,
        int atMost,
        CancellationToken cancellationToken
    )
    {
        var page = new
        {
            After = after,
            Skip = 0L,
            Take = atMost,
        };
        return (
            await connection.QueryAsync<AuditRecord>(
                new CommandDefinition(RecordsSql + dialect.Page, page, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
    }

    /// <summary>The seal of a record that follows one with the given seal.</summary>
    internal static byte[] Next(byte[] previous, AuditRecord record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Number(hash, record.Sequence);
        Number(hash, record.At.ToUnixTimeMilliseconds());
        Text(hash, record.OperationId?.ToString("D"));
        Text(hash, record.PersonId?.ToString());
        Text(hash, record.PersonName);
        Text(hash, record.Action);
        Text(hash, record.EntityType);
        Text(hash, record.EntityId);
        Text(hash, record.Summary);
        Text(hash, record.Before);
        Text(hash, record.After);
        return hash.GetHashAndReset();
    }

    private static void Number(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    // With its length before it, so that no two different records are written alike; -1 is no text at all.
    private static void Text(IncrementalHash hash, string? value)
    {
        var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
        Number(hash, value is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }

    private static string Insert(int rows) =>
        "INSERT INTO AuditSeals (Sequence, Hash) VALUES "
        + string.Join(", ", Enumerable.Range(0, rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"(@s{row}, @h{row})")));

    private static async Task InsertAsync(
        DbConnection connection,
        DbTransaction transaction,
        AuditSeal[] seals,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = InsertSqls[seals.Length - 1];
        for (var row = 0; row < seals.Length; row++)
        {
            Add(command, string.Create(CultureInfo.InvariantCulture, $"@s{row}"), DbType.Int64, seals[row].Sequence);
            Add(command, string.Create(CultureInfo.InvariantCulture, $"@h{row}"), DbType.Binary, seals[row].Hash);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(DbCommand command, string name, DbType type, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, type, value);
        command.Parameters.Add(parameter);
    }
}
