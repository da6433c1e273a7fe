using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Metiva.Tenancy.Mail.Smtp;

/// <summary>The line to a server: sends commands, reads answers, each within the step's time.</summary>
internal sealed class SmtpLine(SmtpServerOptions server, TimeProvider time) : IDisposable
{
    private const int LongestLine = 4_096;
    private const int MostLines = 128;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[LongestLine];
    private Stream stream = Stream.Null;
    private int start;
    private int end;

    public SmtpStage Stage { get; set; }

    public bool Encrypted { get; private set; }

    public Task ConnectAsync(CancellationToken cancellationToken) =>
        StepAsync(
            async limit =>
            {
                await socket.ConnectAsync(server.Host, server.Port, limit);
                stream = new NetworkStream(socket, ownsSocket: false);
            },
            cancellationToken
        );

    public Task EncryptAsync(CancellationToken cancellationToken)
    {
        // What came in the clear beyond the answer to STARTTLS was put there by somebody else (CVE-2011-0411).
        if (start != end)
        {
            throw new SmtpProtocolException("The server sent something between its answer to STARTTLS and the encryption.");
        }

        return StepAsync(
            async limit =>
            {
                var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = encrypted;
                await encrypted.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = server.Host,
                        RemoteCertificateValidationCallback = server.Certificate,
                    },
                    limit
                );
                Encrypted = true;
            },
            cancellationToken
        );
    }

    public async Task<SmtpReply> AskAsync(string command, CancellationToken cancellationToken)
    {
        if (command.Any(char.IsControl))
        {
            throw new ArgumentException("A command holds a control character.", nameof(command));
        }

        await SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        StepAsync(
            async limit =>
            {
                await stream.WriteAsync(bytes, limit);
                await stream.FlushAsync(limit);
            },
            cancellationToken
        );

    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var reply = 0;
        await StepAsync(
            async limit =>
            {
                bool more;
                do
                {
                    (var code, more, var text) = SmtpReply.Line(await ReadLineAsync(limit));
                    if (lines.Count == MostLines || (lines.Count > 0 && code != reply))
                    {
                        throw new SmtpProtocolException("The lines of the server's answer do not belong together.");
                    }

                    reply = code;
                    lines.Add(text);
                } while (more);
            },
            cancellationToken
        );
        return new SmtpReply(reply, lines);
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8);
            if (found >= 0)
            {
                var line = Encoding.UTF8.GetString(buffer, start, found);
                start += found + 2;
                return line;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                throw new SmtpProtocolException("A line of the server's answer is too long.");
            }

            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            end += read > 0 ? read : throw new EndOfStreamException("The server closed the connection.");
        }
    }

    private async Task StepAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(server.StepTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await step(limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SmtpConnectionException(Stage, new TimeoutException("The mail server took too long.", late));
        }
        catch (Exception broken) when (broken is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            throw new SmtpConnectionException(Stage, broken);
        }
    }
}
