using System.Globalization;
using System.Threading.Channels;

namespace Metiva.Tests.Load.Protocol;

/// <summary>A circuit without a page, as whoever speaks the protocol can have it: a connection, and what one chooses to say over it.</summary>
internal sealed class BareCircuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<HubMessage> received = Channel.CreateUnbounded<HubMessage>();
    private readonly CancellationTokenSource left = new();
    private readonly HttpClient http;
    private readonly string cookie;
    private readonly HubConnection connection;
    private readonly Task running;
    private readonly Task alive;
    private int calls;
    private int gone;

    private BareCircuit(HttpClient http, string cookie, HubConnection connection)
    {
        (this.http, this.cookie, this.connection) = (http, cookie, connection);
        running = RunAsync();
        alive = connection.KeepAliveAsync(left.Token);
    }

    /// <summary>What the browser would keep of the circuit; null before it began.</summary>
    public string? Secret { get; private set; }

    /// <summary>Opens the connection; no circuit yet.</summary>
    /// <param name="http">A client at the server's address that keeps no cookies.</param>
    /// <param name="cookie">The cookie header of whoever opens it.</param>
    public static async Task<BareCircuit> OpenAsync(HttpClient http, string cookie)
    {
        using var patience = new CancellationTokenSource(Patience);
        return new BareCircuit(http, cookie, await HubConnection.OpenAsync(http, cookie, onSent: null, patience.Token));
    }

    /// <summary>Begins a circuit with no component in it.</summary>
    /// <exception cref="CircuitFailedException">The server refused it; the message says how.</exception>
    public async Task StartAsync(string path = "/")
    {
        var at = new Uri(http.BaseAddress!, path).AbsoluteUri;
        Secret = await InvokeAsync("StartCircuit", http.BaseAddress!.AbsoluteUri, at, "[]", "") as string;
        if (Secret is null)
        {
            throw new CircuitFailedException("The server began no circuit.");
        }
    }

    /// <summary>Takes a circuit over that another connection began. Says whether the server let it.</summary>
    public async Task<bool> ConnectAsync(string secret) => await InvokeAsync("ConnectCircuit", secret) is true;

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <exception cref="CircuitFailedException">It failed, or the connection ended first; the message holds what the server said before.</exception>
    public async Task<object?> InvokeAsync(string method, params object?[] arguments)
    {
        var call = (++calls).ToString(CultureInfo.InvariantCulture);
        await connection.SendAsync([HubMessage.Invoke(call, method, arguments)], left.Token);
        using var patience = new CancellationTokenSource(Patience);
        var said = new List<string>();
        await foreach (var message in received.Reader.ReadAllAsync(patience.Token))
        {
            if (message.Kind == HubMessageKind.Completion && message.InvocationId == call)
            {
                return message.Error is null
                    ? message.Arguments.FirstOrDefault()
                    : throw new CircuitFailedException($"{string.Join(' ', said)} {message.Error}");
            }

            said.Add($"{message.Kind} {message.Target} {message.Error} {string.Join(' ', message.Arguments.OfType<string>())}");
        }

        throw new CircuitFailedException($"The connection ended: {string.Join(' ', said)}");
    }

    /// <summary>Says something and does not wait for what becomes of it.</summary>
    public Task SendAsync(params HubMessage[] messages) => connection.SendAsync(messages, left.Token);

    /// <summary>Waits until the server has ended the connection.</summary>
    public Task EndedAsync() => running.WaitAsync(Patience);

    /// <summary>Tells the server that the page is left, so that the circuit need not wait for a reconnect.</summary>
    public async Task LeaveAsync()
    {
        using var goodbye = new HttpRequestMessage(HttpMethod.Post, "_blazor/disconnect");
        goodbye.Headers.Add("Cookie", cookie);
        goodbye.Content = new MultipartFormDataContent { { new StringContent(Secret!), "circuitId" } };
        using var answer = await http.SendAsync(goodbye, left.Token);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Drops the connection without a word about the circuit.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref gone, 1) == 1)
        {
            return;
        }

        await left.CancelAsync();
        await Task.WhenAll(running, alive.ContinueWith(_ => { }, TaskScheduler.Default));
        await connection.DisposeAsync();
        left.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await connection.ReceiveAsync(left.Token) is { } messages)
            {
                foreach (var message in messages)
                {
                    received.Writer.TryWrite(message);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // It was left, or the server ended it without a word.
        }

        received.Writer.TryComplete();
    }
}
