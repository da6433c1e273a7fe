using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace Metiva.Tests.Engines.SqlServer;

/// <summary>
/// Stands between a client and a server on loopback and counts how often the client asked and was answered. Disposed, it is a server
/// that is gone: nothing listens there any more.
/// </summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ends = new();
    private readonly List<Task> lines = [];
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private long roundTrips;
    private bool gone;

    /// <summary>Starts it.</summary>
    /// <param name="server">A connection string whose server it leads to.</param>
    public CountingRelay(string server)
    {
        var parts = new SqlConnectionStringBuilder(server).DataSource.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
        (host, port) = (parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1433);
        listener.Start();
        DataSource = FormattableString.Invariant($"127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    /// <summary>As a connection string names it.</summary>
    public string DataSource { get; }

    /// <summary>How often somebody asked after the last answer.</summary>
    public long RoundTrips => Interlocked.Read(ref roundTrips);

    public async ValueTask DisposeAsync()
    {
        if (gone)
        {
            return;
        }

        gone = true;
        await ends.CancelAsync();
        listener.Stop();
        await Task.WhenAll([accepting, .. lines]);
        ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ends.Token);
                lines.Add(RelayAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(host, port, ends.Token);
                var asks = new Turn();
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), () => Interlocked.Add(ref roundTrips, asks.Ask() ? 1 : 0)),
                    PumpAsync(server.GetStream(), client.GetStream(), asks.Answer)
                );
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One of the two is gone.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action onData)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, ends.Token)) > 0)
        {
            onData();
            await to.WriteAsync(buffer.AsMemory(0, read), ends.Token);
        }
    }

    /// <summary>Whose turn it is on one line: a request may come in several pieces.</summary>
    private sealed class Turn
    {
        private int asked;

        internal bool Ask() => Interlocked.Exchange(ref asked, 1) == 0;

        internal void Answer() => Interlocked.Exchange(ref asked, 0);
    }
}
