using System.Buffers;
using System.Text;

namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// The hub protocol "blazorpack": SignalR's MessagePack protocol under a name of its own. Each message is a MessagePack list with its
/// length before it, seven bits a byte. ASP.NET Core describes it in HubProtocol.md and has it in BlazorPackHubProtocol.cs (server) and
/// MessagePackHubProtocol.ts (browser). There is no package for it here, and what a page and a circuit say to each other is little.
/// </summary>
internal static class HubProtocol
{
    private const int CompletionWithError = 1;
    private const int CompletionWithResult = 3;
    private const int MostLengthBytes = 5;

    /// <summary>The first thing that is sent, as text; the server answers with an empty object.</summary>
    public const string Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e";

    /// <summary>The server's answer to <see cref="Handshake"/> when it agrees.</summary>
    public static ReadOnlySpan<byte> HandshakeAnswer => "{}\u001e"u8;

    /// <summary>The messages that one message of the web socket carries. It carries whole ones; the browser's reader relies on that too.</summary>
    public static IEnumerable<HubMessage> Read(ReadOnlyMemory<byte> received)
    {
        while (received.Length > 0)
        {
            var (length, start) = Length(received.Span);
            if (length > received.Length - start)
            {
                throw new FormatException("A hub message is longer than the web socket's message that carries it.");
            }

            yield return One(received.Slice(start, length));
            received = received[(start + length)..];
        }
    }

    /// <summary>Appends one message.</summary>
    public static void Write(HubMessage message, IBufferWriter<byte> output)
    {
        var body = new MessagePackWriter();
        switch (message.Kind)
        {
            case HubMessageKind.Invocation:
                body.ListHeader(5);
                body.Value((long)message.Kind);
                body.EmptyMap();
                body.Value(message.InvocationId);
                body.Value(message.Target);
                body.ListHeader(message.Arguments.Count);
                foreach (var argument in message.Arguments)
                {
                    body.Value(argument);
                }

                break;
            case HubMessageKind.Ping:
                body.ListHeader(1);
                body.Value((long)message.Kind);
                break;
            default:
                throw new ArgumentException($"A page never sends a {message.Kind}.", nameof(message));
        }

        WriteLength(body.Written.Length, output);
        output.Write(body.Written.Span);
    }

    private static HubMessage One(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.Read() is not List<object?> { Count: > 0 } parts || !reader.AtEnd)
        {
            throw new FormatException($"Not one list: {Encoding.UTF8.GetString(bytes.Span)}");
        }

        return (HubMessageKind)(long)parts[0]! switch
        {
            // Kind, headers, invocation, target, arguments; the server appends the streams, of which there are none.
            HubMessageKind.Invocation => new(HubMessageKind.Invocation, (string?)parts[2], (string?)parts[3], (List<object?>)parts[4]!),
            HubMessageKind.Completion => (long)parts[3]! switch
            {
                CompletionWithError => new(HubMessageKind.Completion, (string?)parts[2], null, [], (string?)parts[4]),
                CompletionWithResult => new(HubMessageKind.Completion, (string?)parts[2], null, [parts[4]]),
                _ => new(HubMessageKind.Completion, (string?)parts[2], null, []),
            },
            HubMessageKind.Ping => HubMessage.Ping,
            HubMessageKind.Close => new(HubMessageKind.Close, null, null, [], parts.Count > 1 ? (string?)parts[1] : null),
            var other => throw new FormatException($"A hub message of kind {other} is not expected."),
        };
    }

    private static (int Length, int Start) Length(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        for (var index = 0; index < Math.Min(bytes.Length, MostLengthBytes); index++)
        {
            length |= (bytes[index] & 0x7f) << (7 * index);
            if (bytes[index] < 0x80)
            {
                return (length, index + 1);
            }
        }

        throw new FormatException("A hub message begins with no length.");
    }

    private static void WriteLength(int length, IBufferWriter<byte> output)
    {
        do
        {
            var more = length > 0x7f;
            output.GetSpan(1)[0] = (byte)((length & 0x7f) | (more ? 0x80 : 0));
            output.Advance(1);
            length >>= 7;
        } while (length > 0);
    }
}
