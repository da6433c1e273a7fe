using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metiva.Tenancy.Engines.Copying;

/// <summary>How many rows there are, and a SHA-256 over every value of every row in their order.</summary>
internal sealed record TableDigest(long Rows, string Hash);

/// <summary>Makes a <see cref="TableDigest"/> from rows as they come; memory does not grow with them.</summary>
/// <remarks>Each value is written with its kind and length before it, so that no two different rows are written alike.</remarks>
internal sealed class RowHash : IDisposable
{
    private const int Room = 64 * 1024;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[Room];
    private int used;
    private long count;
    private long hashed;

    /// <summary>Reads all of a table.</summary>
    internal static async Task<TableDigest> OfAsync(DbConnection connection, CopyTable table, CancellationToken cancellationToken)
    {
        using var rows = new RowHash();
        await using var command = table.Reading(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows.Digest();
    }

    /// <summary>Adds a row's values in the order of its columns, and says about how many bytes they take.</summary>
    internal long Add(object[] row)
    {
        var before = hashed;
        foreach (var value in row)
        {
            Add(value);
        }

        count++;
        return hashed - before;
    }

    /// <summary>Says what was added, and begins anew.</summary>
    internal TableDigest Digest()
    {
        Flush();
        var digest = new TableDigest(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
        (count, hashed) = (0, 0);
        return digest;
    }

    public void Dispose() => hash.Dispose();

    private void Add(object value)
    {
        switch (value)
        {
            case DBNull:
                Head(0, 0);
                break;
            case long number:
                Head(1, number);
                break;
            case int number:
                Head(1, number);
                break;
            case bool truth:
                Head(1, truth ? 1 : 0);
                break;
            case string text:
                AddText(2, text);
                break;
            case byte[] bytes:
                Head(3, bytes.Length);
                AddBytes(bytes);
                break;
            case double number:
                Head(4, BitConverter.DoubleToInt64Bits(number));
                break;
            default:
                AddText(5, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }

    private void AddText(byte kind, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Head(kind, length);
        if (length > Room)
        {
            AddBytes(Encoding.UTF8.GetBytes(text));
            return;
        }

        MakeRoom(length);
        hashed += length;
        used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
    }

    private void Head(byte kind, long number)
    {
        MakeRoom(9);
        buffer[used] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used + 1), number);
        (used, hashed) = (used + 9, hashed + 9);
    }

    private void AddBytes(byte[] bytes)
    {
        Flush();
        hash.AppendData(bytes);
        hashed += bytes.Length;
    }

    private void MakeRoom(int length)
    {
        if (used + length > Room)
        {
            Flush();
        }
    }

    private void Flush()
    {
        hash.AppendData(buffer, 0, used);
        used = 0;
    }
}
