using System.Net;

namespace Metiva.Tests.Load.Protocol;

/// <summary>A circuit that no longer works, and why.</summary>
internal sealed class CircuitFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A page with its circuit, as a browser has it open: prerendered over HTTP, then alive (CircuitManager.ts). It applies every batch and
/// says so, does what the circuit calls for, and knows where in its history it is. What a person does with it is in
/// Circuit.Actions.cs.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private const string StartCall = "0";
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly PageTree tree = new();
    private readonly CancellationTokenSource left = new();
    private readonly HttpClient http;
    private readonly string cookie;
    private readonly StartPage start;
    private HubConnection connection = null!;
    private Task running = Task.CompletedTask;
    private string? secret;
    private long renderer;
    private bool drawn;
    private CircuitFailedException? failure;

    private Circuit(HttpClient http, string cookie, StartPage start, Uri address)
    {
        this.http = http;
        this.cookie = cookie;
        this.start = start;
        history.Add(address);
    }

    /// <summary>Render batches that were applied so far.</summary>
    public int Batches { get; private set; }

    /// <summary>Whether it works.</summary>
    public bool IsAlive => failure is null;

    /// <summary>Opens a page and waits until its circuit has drawn it.</summary>
    public static async Task<Circuit> OpenAsync(HttpClient http, string cookie, string path, Action<HubMessage>? onSent = null)
    {
        using var patience = new CancellationTokenSource(ToStart);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request, patience.Token);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new CircuitFailedException($"{path} answered {(int)response.StatusCode}.");
        }

        var page = StartPage.Read(await response.Content.ReadAsStringAsync(patience.Token));
        var circuit = new Circuit(http, cookie, page, new Uri(http.BaseAddress!, path));
        try
        {
            circuit.connection = await HubConnection.OpenAsync(http, cookie, onSent, patience.Token);
            circuit.running = circuit.RunAsync();
            await circuit.SendAsync(
                HubMessage.Invoke(StartCall, "StartCircuit", http.BaseAddress!.AbsoluteUri, circuit.Address.AbsoluteUri, "[]", page.State)
            );
            await circuit.UntilAsync(_ => circuit is { drawn: true, secret: not null } ? circuit : null, ToStart);
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Leaves the page: the circuit is told, and need not wait for a reconnect.</summary>
    public async ValueTask DisposeAsync()
    {
        if (secret is not null && IsAlive)
        {
            using var goodbye = new HttpRequestMessage(HttpMethod.Post, "_blazor/disconnect");
            goodbye.Headers.Add("Cookie", cookie);
            goodbye.Content = new MultipartFormDataContent { { new StringContent(secret), "circuitId" } };
            try
            {
                using var answer = await http.SendAsync(goodbye, left.Token);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The server is gone, and the circuit with it, or has no time for it: it ends with its connection, only later.
            }
        }

        await left.CancelAsync();
        await running;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        left.Dispose();
    }

    private Task SendAsync(params HubMessage[] messages) => connection.SendAsync(messages, left.Token);

    private async Task RunAsync()
    {
        var alive = connection.KeepAliveAsync(left.Token);
        try
        {
            while (true)
            {
                var receiving = connection.ReceiveAsync(left.Token);
                if (await Task.WhenAny(receiving, alive) == alive)
                {
                    await alive;
                }

                if (await receiving is not { } received)
                {
                    throw new CircuitFailedException("The server closed the connection.");
                }

                var answers = new List<HubMessage>();
                lock (gate)
                {
                    foreach (var message in received)
                    {
                        Take(message, answers);
                    }

                    Look();
                }

                if (answers.Count > 0)
                {
                    await connection.SendAsync(answers, left.Token);
                }
            }
        }
        catch (Exception exception)
        {
            lock (gate)
            {
                failure =
                    exception as CircuitFailedException
                    ?? new CircuitFailedException(left.IsCancellationRequested ? "The page was left." : exception.Message, exception);
                Look();
            }
        }
    }

    private void Take(HubMessage message, List<HubMessage> answers)
    {
        switch (message)
        {
            case { Kind: HubMessageKind.Ping }:
                break;
            case { Kind: HubMessageKind.Completion, InvocationId: StartCall, Error: null, Arguments: [string started] }:
                secret = started;
                break;
            case { Target: "JS.AttachComponent" }:
                tree.Attach((int)message.Number(0));
                break;
            case { Target: "JS.RenderBatch" }:
                tree.Apply(new RenderBatch((ReadOnlyMemory<byte>)message.Arguments[1]!));
                Batches++;
                answers.Add(HubMessage.Send("OnRenderCompleted", message.Number(0), null));
                break;
            case { Target: "JS.BeginInvokeJS" }:
                Obey(message, answers);
                break;
            case { Target: "JS.EndUpdateRootComponents" }:
                drawn = true;
                break;
            case { Target: "JS.EndInvokeDotNet" } when (bool)message.Arguments[1]!:
                break;
            default:
                throw new CircuitFailedException(
                    $"The server said: {message.Kind} {message.Target} {message.Error} {string.Join(' ', message.Arguments.OfType<string>())}"
                );
        }
    }

    private void Obey(HubMessage call, List<HubMessage> answers)
    {
        var (attached, navigation) = BrowserCalls.Read(call);
        if (navigation is { Reload: true })
        {
            throw new CircuitFailedException($"The circuit asked for a new start at {navigation.Address}.");
        }

        if (navigation is not null)
        {
            Visit(new Uri(Address, navigation.Address), navigation.Replace);
            answers.Add(HubMessage.Send("OnLocationChanged", Address.AbsoluteUri, navigation.State, false));
        }

        if (BrowserCalls.Answer(call) is { } answer)
        {
            answers.Add(answer);
        }

        if (attached is { } known)
        {
            // The browser brings the components to life as soon as it can pass events on.
            renderer = known;
            answers.Add(HubMessage.Send("UpdateRootComponents", start.AddAll(), start.State));
        }
    }
}
