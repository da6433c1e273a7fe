using System.Collections;
using System.Data.Common;
using System.Threading.Channels;

namespace Metiva.Tenancy.Engines.Copying;

/// <summary>A part of the rows of <see cref="RowsAhead"/>, in the shape that drivers take rows in.</summary>
internal sealed class RowStream(CopyTable table, ChannelReader<List<object[]>> batches) : DbDataReader
{
    private static readonly Task<bool> Yes = Task.FromResult(true);
    private List<object[]> batch = [];
    private int at = -1;

    public override int FieldCount => table.Names.Count;
    public override bool HasRows => batch.Count > 0;
    public override bool IsClosed => false;
    public override int RecordsAffected => -1;
    public override int Depth => 0;
    public override object this[int ordinal] => GetValue(ordinal);
    public override object this[string name] => GetValue(GetOrdinal(name));

    public override Task<bool> ReadAsync(CancellationToken cancellationToken) => ++at < batch.Count ? Yes : NextAsync(cancellationToken);

    /// <exception cref="NotSupportedException">Always: rows are waited for.</exception>
    public override bool Read() => throw new NotSupportedException("Rows that are read ahead are waited for.");

    public override object GetValue(int ordinal) => batch[at][ordinal];

    public override bool IsDBNull(int ordinal) => batch[at][ordinal] is DBNull;

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        Array.Copy(batch[at], values, count);
        return count;
    }

    public override string GetName(int ordinal) => table.Names[ordinal];

    public override int GetOrdinal(string name) => table.Names.Index().First(column => column.Item == name).Index;

    public override Type GetFieldType(int ordinal) => typeof(object);

    public override string GetDataTypeName(int ordinal) => nameof(Object);

    public override bool NextResult() => false;

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => (int)GetValue(ordinal);

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Part((byte[])GetValue(ordinal), dataOffset, buffer, bufferOffset, length);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Part(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    private static long Part<T>(T[] value, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return value.Length;
        }

        var count = Math.Min(length, value.Length - (int)offset);
        Array.Copy(value, (int)offset, buffer, bufferOffset, count);
        return count;
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        // Somebody else may have been quicker.
        while (await batches.WaitToReadAsync(cancellationToken))
        {
            if (batches.TryRead(out var next))
            {
                (batch, at) = (next, 0);
                return true;
            }
        }

        return false;
    }
}
