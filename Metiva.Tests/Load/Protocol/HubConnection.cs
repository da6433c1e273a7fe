using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Metiva.Tests.Load.Protocol;

/// <summary>
/// The line between a page and its circuit: negotiated and opened as the browser's SignalR does it (HttpConnection.ts), over a web
/// socket that compresses when the server agrees, as Chromium's does.
/// </summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const string Hub = "_blazor";
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SilentTooLong = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly ArrayBufferWriter<byte> output = new();
    private readonly ArrayBufferWriter<byte> input = new();
    private readonly Action<HubMessage>? onSent;
    private long lastSent;
    private long lastReceived;

    private HubConnection(Action<HubMessage>? onSent) => this.onSent = onSent;

    /// <summary>Negotiates, opens the socket and agrees on the protocol.</summary>
    /// <param name="http">A client at the server's address that keeps no cookies.</param>
    /// <param name="cookie">The cookie header of whoever the page is for.</param>
    /// <param name="onSent">Told of everything that is sent, to compare it with what a browser sends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HubConnection> OpenAsync(
        HttpClient http,
        string cookie,
        Action<HubMessage>? onSent,
        CancellationToken cancellationToken
    )
    {
        var connection = new HubConnection(onSent);
        try
        {
            await connection.ConnectAsync(http, cookie, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends them in one message of the socket.</summary>
    public async Task SendAsync(IReadOnlyCollection<HubMessage> messages, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            output.ResetWrittenCount();
            foreach (var message in messages)
            {
                HubProtocol.Write(message, output);
                onSent?.Invoke(message);
            }

            await socket.SendAsync(output.WrittenMemory, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            lastSent = Stopwatch.GetTimestamp();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// The hub's next messages, null once the socket was closed. What they carry is valid until the next call: nothing is copied.
    /// </summary>
    public async Task<IReadOnlyList<HubMessage>?> ReceiveAsync(CancellationToken cancellationToken) =>
        await ReceiveRawAsync(cancellationToken) ? [.. HubProtocol.Read(input.WrittenMemory)] : null;

    /// <summary>Says that this side is there when it has said nothing for a while, and ends when the other one is silent too long.</summary>
    public async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref lastReceived)) > SilentTooLong)
            {
                throw new TimeoutException("The server said nothing for 30 seconds.");
            }

            if (Stopwatch.GetElapsedTime(Volatile.Read(ref lastSent)) > PingAfter)
            {
                await SendAsync([HubMessage.Ping], cancellationToken);
            }
        }
    }

    /// <summary>Closes the socket as a page does that is left.</summary>
    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, patience.Token);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side was quicker.
            }
        }

        socket.Dispose();
        turn.Dispose();
    }

    private async Task ConnectAsync(HttpClient http, string cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Hub + "/negotiate?negotiateVersion=1");
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var token = answer.GetProperty("connectionToken").GetString()!;

        var address = new UriBuilder(new Uri(http.BaseAddress!, Hub)) { Scheme = "ws", Query = "id=" + Uri.EscapeDataString(token) };
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Accept-Language", http.DefaultRequestHeaders.AcceptLanguage.ToString());
        socket.Options.SetRequestHeader("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        socket.Options.KeepAliveInterval = TimeSpan.Zero;

        // Nothing secret is guessed through what it compresses here: both ends are ours.
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await socket.ConnectAsync(address.Uri, cancellationToken);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(HubProtocol.Handshake),
            WebSocketMessageType.Text,
            endOfMessage: true,
            cancellationToken
        );
        if (!await ReceiveRawAsync(cancellationToken) || !input.WrittenSpan.SequenceEqual(HubProtocol.HandshakeAnswer))
        {
            throw new FormatException($"The server did not agree: {Encoding.UTF8.GetString(input.WrittenSpan)}");
        }

        await SendAsync([HubMessage.Ping], cancellationToken);
    }

    private async Task<bool> ReceiveRawAsync(CancellationToken cancellationToken)
    {
        const int AtLeast = 16 * 1024;
        input.ResetWrittenCount();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(input.GetMemory(AtLeast), cancellationToken);
            input.Advance(part.Count);
            lastReceived = Stopwatch.GetTimestamp();
        } while (!part.EndOfMessage);

        return part.MessageType != WebSocketMessageType.Close;
    }
}
