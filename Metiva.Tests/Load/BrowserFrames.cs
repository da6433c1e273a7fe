using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Metiva.Tests.Load.Protocol;
using Metiva.Tests.Support;
using Microsoft.Playwright;

namespace Metiva.Tests.Load;

/// <summary>What a real browser and its circuit say to each other, read as the client for circuits reads it.</summary>
internal sealed partial class BrowserFrames
{
    private readonly ConcurrentQueue<byte[]> sent = new();
    private readonly ConcurrentQueue<byte[]> received = new();

    public BrowserFrames(BrowserSession browser) =>
        browser.Page.WebSocket += (_, socket) =>
        {
            socket.FrameSent += (_, frame) => sent.Enqueue(Bytes(frame));
            socket.FrameReceived += (_, frame) => received.Enqueue(Bytes(frame));
        };

    /// <summary>The first thing sent and the first thing received.</summary>
    public (string Sent, string Received) Handshake => (Encoding.UTF8.GetString(sent.First()), Encoding.UTF8.GetString(received.First()));

    /// <summary>What the browser sent after that, frame by frame.</summary>
    public IReadOnlyList<byte[]> SentFrames => [.. sent.Skip(1)];

    public IReadOnlyList<HubMessage> Sent => [.. SentFrames.SelectMany(frame => HubProtocol.Read(frame))];

    public IReadOnlyList<HubMessage> Received => [.. received.Skip(1).SelectMany(frame => HubProtocol.Read(frame))];

    /// <summary>The page that follows from what the browser received.</summary>
    public PageTree Tree()
    {
        var tree = new PageTree();
        foreach (var message in Received)
        {
            switch (message.Target)
            {
                case "JS.AttachComponent":
                    tree.Attach((int)message.Number(0));
                    break;
                case "JS.RenderBatch":
                    tree.Apply(new RenderBatch((ReadOnlyMemory<byte>)message.Arguments[1]!));
                    break;
            }
        }

        return tree;
    }

    /// <summary>A message in words, without what differs from one visit to the next: protected texts and numbers that the circuit gave.</summary>
    public static string Shape(HubMessage message) =>
        $"{message.Kind} {message.InvocationId} {message.Target} "
        + string.Join(
            " | ",
            message.Arguments.Select(argument =>
                argument switch
                {
                    null => "null",
                    string text => Given().Replace(Protected().Replace(text, "protected"), "${name}:#"),
                    long => "#",
                    _ => argument.ToString(),
                }
            )
        );

    private static byte[] Bytes(IWebSocketFrame frame) => frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "");

    [GeneratedRegex("CfDJ8[\\w+/=-]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Protected();

    [GeneratedRegex(
        "(?<name>\"(eventHandlerId|componentId|prerenderId)\"):(\\d+|\"[0-9a-f]{32}\")|(?<name>^\\[)\\d+",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Given();
}
