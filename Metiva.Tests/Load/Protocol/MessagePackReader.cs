using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// Reads the MessagePack values that a hub of circuits sends (the format is msgpack's own spec.md). What it never sends, extension types
/// say, is an error rather than a guess: the client would otherwise go on with something that it has not understood.
/// </summary>
internal sealed class MessagePackReader(ReadOnlyMemory<byte> data)
{
    private int at;

    public bool AtEnd => at == data.Length;

    /// <summary>The next value: null, bool, long, double, string, <c>ReadOnlyMemory</c> of bytes, or a list of these.</summary>
    public object? Read()
    {
        var code = Take(1)[0];
        return code switch
        {
            <= 0x7f => (long)code,
            <= 0x8f => Map(code & 0x0f),
            <= 0x9f => List(code & 0x0f),
            <= 0xbf => Text(code & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => Bytes(Take(1)[0]),
            0xc5 => Bytes(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xc6 => Bytes(checked((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4)))),
            0xca => (double)BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            0xcb => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            0xcc => (long)Take(1)[0],
            0xcd => (long)BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => (long)BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf => checked((long)BinaryPrimitives.ReadUInt64BigEndian(Take(8))),
            0xd0 => (long)(sbyte)Take(1)[0],
            0xd1 => (long)BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => (long)BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd9 => Text(Take(1)[0]),
            0xda => Text(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xdb => Text(checked((int)BinaryPrimitives.ReadUInt32BigEndian(Take(4)))),
            0xdc => List(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            >= 0xe0 => (long)(sbyte)code,
            _ => throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"MessagePack code 0x{code:x2} is not expected here.")
            ),
        };
    }

    private List<object?> List(int count)
    {
        var values = new List<object?>(count);
        for (var index = 0; index < count; index++)
        {
            values.Add(Read());
        }

        return values;
    }

    // Only headers are maps, and nothing here uses what they say.
    private object? Map(int count)
    {
        for (var index = 0; index < 2 * count; index++)
        {
            Read();
        }

        return null;
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    // A slice, not a copy: render batches are by far the largest part of what comes.
    private ReadOnlyMemory<byte> Bytes(int length)
    {
        Take(length);
        return data.Slice(at - length, length);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > data.Length - at)
        {
            throw new FormatException("A MessagePack value ends before its end.");
        }

        at += length;
        return data.Span.Slice(at - length, length);
    }
}
