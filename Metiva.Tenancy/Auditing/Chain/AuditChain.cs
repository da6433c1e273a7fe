using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Metiva.Tenancy.CompanyData;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Auditing.Chain;

/// <summary>
/// Chains the records of an audit log: the seal of each is a SHA-256 over the seal before it and everything that the record says. Who
/// changes, removes or puts in a record has to make every later seal anew, and the last of them is anchored outside of the database.
/// </summary>
internal static class AuditChain
{
    private const int Batch = 1_000;

    /// <summary>What the first record is chained to.</summary>
    internal static byte[] Beginning => new byte[AuditSeal.HashLength];

    /// <summary>
    /// Seals every record that has no seal yet, in the transaction that the context is in. Writers of a company take turns, so no other
    /// record can come in between.
    /// </summary>
    internal static async Task SealAsync(CompanyContext data, CancellationToken cancellationToken)
    {
        var last = await data.AuditSeals.AsNoTracking().OrderByDescending(seal => seal.Sequence).FirstOrDefaultAsync(cancellationToken);
        var (sequence, hash) = last is null ? (0, Beginning) : (last.Sequence, last.Hash);
        List<AuditRecord> records;
        do
        {
            records = await data
                .AuditRecords.AsNoTracking()
                .Where(record => record.Sequence > sequence)
                .OrderBy(record => record.Sequence)
                .Take(Batch)
                .ToListAsync(cancellationToken);
            foreach (var record in records)
            {
                (sequence, hash) = (record.Sequence, Next(hash, record));
                data.AuditSeals.Add(new AuditSeal { Sequence = sequence, Hash = hash });
            }

            await data.SaveChangesAsync(cancellationToken);
            data.ChangeTracker.Clear();
        } while (records.Count == Batch);
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
}
