using System.Net;
using System.Net.Sockets;
using System.Text;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Mail.Smtp;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>Answers that no decent server gives, from a socket that says what the test tells it.</summary>
public sealed class SmtpAnswersTests
{
    private static readonly MailAddress Zoe = MailAddress.TryParse("zoe@example.nl")!;

    [Fact]
    public async Task What_somebody_put_behind_the_answer_to_STARTTLS_ends_the_talk()
    {
        var refused = await SendAsync<SmtpProtocolException>("220 hi\r\n", "250-hi\r\n250 STARTTLS\r\n", "220 go\r\n250 planted\r\n");

        Assert.Contains("STARTTLS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_do_not_belong_together_are_no_answer() =>
        await SendAsync<SmtpProtocolException>("220 hi\r\n", "250-hi\r\n550 no\r\n");

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("22\r\n")]
    [InlineData("999 no\r\n")]
    [InlineData("220?\r\n")]
    public async Task What_is_not_SMTP_is_no_answer(string greeting) => await SendAsync<SmtpProtocolException>(greeting);

    [Fact]
    public async Task A_line_without_end_is_given_up() => await SendAsync<SmtpProtocolException>("220 " + new string('x', 5_000));

    [Fact]
    public async Task A_server_that_takes_nobody_says_so_by_its_code() =>
        Assert.Equal(554, (await SendAsync<SmtpRefusedException>("554 5.3.2 closed\r\n")).Reply.Code);

    [Theory]
    [InlineData(550, "5.1.1 No such person", "5.1.1")]
    [InlineData(550, "4.1.1 Says two things", null)]
    [InlineData(550, "No such person", null)]
    [InlineData(421, "4.7.0", "4.7.0")]
    public void An_enhanced_code_counts_when_it_fits_the_code(int code, string text, string? enhanced) =>
        Assert.Equal(enhanced, new SmtpReply(code, [text]).Enhanced);

    private static async Task<T> SendAsync<T>(params string[] answers)
        where T : Exception
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, answers);
        var options = new SmtpServerOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        var refused = await Assert.ThrowsAsync<T>(() =>
            new SmtpDelivery(options, TimeProvider.System).SendAsync(
                Zoe,
                [Zoe],
                "a\r\n"u8.ToArray(),
                _ => Task.CompletedTask,
                CancellationToken.None
            )
        );
        await serving;
        return refused;
    }

    private static async Task ServeAsync(TcpListener listener, string[] answers)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        foreach (var answer in answers)
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                await reader.ReadLineAsync();
            }
            catch (IOException)
            {
                // The client hung up, which is what it should do.
                return;
            }
        }
    }
}
