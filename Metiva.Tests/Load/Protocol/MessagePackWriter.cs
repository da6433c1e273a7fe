using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Metiva.Tests.Load.Protocol;

/// <summary>Writes the MessagePack values that a browser sends to its circuit, each in the shortest form, as the browser's own writer does.</summary>
internal sealed class MessagePackWriter
{
    private readonly ArrayBufferWriter<byte> output = new();

    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    public void ListHeader(int count)
    {
        if (count <= 0x0f)
        {
            Byte((byte)(0x90 | count));
        }
        else
        {
            Byte(0xdc);
            BinaryPrimitives.WriteUInt16BigEndian(Room(2), checked((ushort)count));
        }
    }

    public void EmptyMap() => Byte(0x80);

    public void Value(object? value)
    {
        switch (value)
        {
            case null:
                Byte(0xc0);
                break;
            case bool truth:
                Byte(truth ? (byte)0xc3 : (byte)0xc2);
                break;
            case long number:
                Number(number);
                break;
            case string text:
                Text(text);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is never sent.", nameof(value));
        }
    }

    private void Number(long number)
    {
        switch (number)
        {
            case < 0 or > uint.MaxValue:
                throw new ArgumentOutOfRangeException(nameof(number), number, "Identifiers and counts are all that is sent.");
            case <= 0x7f:
                Byte((byte)number);
                break;
            case <= byte.MaxValue:
                Byte(0xcc);
                Byte((byte)number);
                break;
            case <= ushort.MaxValue:
                Byte(0xcd);
                BinaryPrimitives.WriteUInt16BigEndian(Room(2), (ushort)number);
                break;
            default:
                Byte(0xce);
                BinaryPrimitives.WriteUInt32BigEndian(Room(4), (uint)number);
                break;
        }
    }

    private void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        switch (length)
        {
            case <= 0x1f:
                Byte((byte)(0xa0 | length));
                break;
            case <= byte.MaxValue:
                Byte(0xd9);
                Byte((byte)length);
                break;
            case <= ushort.MaxValue:
                Byte(0xda);
                BinaryPrimitives.WriteUInt16BigEndian(Room(2), (ushort)length);
                break;
            default:
                Byte(0xdb);
                BinaryPrimitives.WriteUInt32BigEndian(Room(4), (uint)length);
                break;
        }

        Encoding.UTF8.GetBytes(text, Room(length));
    }

    private void Byte(byte value) => Room(1)[0] = value;

    private Span<byte> Room(int length)
    {
        var room = output.GetSpan(length)[..length];
        output.Advance(length);
        return room;
    }
}
