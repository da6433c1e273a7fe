using System.Text.Json.Nodes;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Mail.Mime;
using Metiva.Tenancy.Mail.Smtp;
using Xunit;

namespace Metiva.Tests.Mail;

public sealed class SmtpDeliveryTests
{
    private static readonly MailAddress Bounces = MailAddress.TryParse("bounce+token@example.nl")!;
    private static readonly MailAddress Zoe = MailAddress.TryParse("zoe@example.nl", "Zoë Müller")!;

    private static readonly MailMessage Mail = new()
    {
        MessageId = "0199@example.nl",
        Date = new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero),
        From = MailAddress.TryParse("post@example.nl", "Bäckerei \"Zon\"")!,
        To = Zoe,
        Subject = "Überraschung: factuur 2026-0001 voor Zoë 🎉 met een heel lang onderwerp dat niet op één regel past",
        Text = "Beste Zoë,\n.\n..twee punten\n" + new string('x', 2_000) + "\neinde ",
        Html = "<p>Beste Zoë</p>",
        Language = "nl",
        Files = [new MailFile("factuur é.txt", "text/plain", "inhoud"u8.ToArray())],
    };

    [SmtpFact]
    public async Task A_mail_arrives_encrypted_and_as_it_was_written()
    {
        await using var server = await RealSmtpServer.StartAsync();

        var reply = await SendAsync(server.Options);
        var got = await server.ReceivedAsync();

        Assert.Equal(250, reply.Code);
        Assert.True(got["secure"]!.GetValue<bool>());
        Assert.Equal(RealSmtpServer.User, got["user"]!.GetValue<string>());
        Assert.Equal(Bounces.Address, got["from"]!.GetValue<string>());
        Assert.Equal(Zoe.Address, got["to"]![0]!.GetValue<string>());
        Assert.Equal("<0199@example.nl>", got["messageId"]!.GetValue<string>());
        Assert.Equal(Mail.Subject, got["subject"]!.GetValue<string>());
        var parts = got["parts"]!.AsArray();
        Assert.Equal(["text/plain", "text/html", "text/plain"], parts.Select(part => part!["type"]!.GetValue<string>()));
        Assert.Equal(Mail.Text, parts[0]!["text"]!.GetValue<string>().ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("factuur é.txt", parts[2]!["name"]!.GetValue<string>());
        Assert.Equal("inhoud", parts[2]!["text"]!.GetValue<string>());
    }

    [SmtpFact]
    public async Task A_line_that_is_encrypted_from_its_first_byte_serves_too()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["secure"] = true });

        await SendAsync(server.Options with { Security = SmtpSecurity.Tls });

        Assert.True((await server.ReceivedAsync())["secure"]!.GetValue<bool>());
    }

    [SmtpFact]
    public async Task A_server_without_STARTTLS_gets_no_mail()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["noStartTls"] = true });

        await Assert.ThrowsAsync<SmtpProtocolException>(() => SendAsync(server.Options));
    }

    [SmtpFact]
    public async Task A_certificate_that_nobody_trusts_is_refused()
    {
        await using var server = await RealSmtpServer.StartAsync();

        var refused = await Assert.ThrowsAsync<SmtpConnectionException>(() => SendAsync(server.Options with { Certificate = null }));

        Assert.Equal(SmtpStage.Opening, refused.Stage);
    }

    [SmtpFact]
    public async Task A_wrong_password_is_refused_with_the_servers_codes()
    {
        await using var server = await RealSmtpServer.StartAsync();

        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(server.Options with { Password = "wrong" }));

        Assert.Equal((535, "5.7.8", SmtpStage.Opening), (refused.Reply.Code, refused.Reply.Enhanced, refused.Stage));
        Assert.DoesNotContain("wrong", refused.ToString(), StringComparison.Ordinal);
    }

    [SmtpFact]
    public async Task An_unknown_recipient_is_a_permanent_refusal_and_a_full_mailbox_is_not()
    {
        await using var unknown = await RealSmtpServer.StartAsync(new JsonObject { ["recipient"] = "550 5.1.1 No such person" });
        await using var full = await RealSmtpServer.StartAsync(new JsonObject { ["mail"] = "452 4.2.2 Mailbox full" });

        var first = await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(unknown.Options));
        var second = await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(full.Options));

        Assert.Equal((true, "5.1.1", SmtpStage.Envelope), (first.Reply.Permanent, first.Reply.Enhanced, first.Stage));
        Assert.Equal((false, "4.2.2", SmtpStage.Data), (second.Reply.Permanent, second.Reply.Enhanced, second.Stage));
    }

    [SmtpFact]
    public async Task A_line_that_breaks_after_the_mail_says_that_it_may_have_arrived()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["dropAfterData"] = true });

        Assert.Equal(SmtpStage.Data, (await Assert.ThrowsAsync<SmtpConnectionException>(() => SendAsync(server.Options))).Stage);
    }

    [SmtpFact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["silentAfterData"] = true });

        var late = await Assert.ThrowsAsync<SmtpConnectionException>(() =>
            SendAsync(server.Options with { StepTimeout = TimeSpan.FromSeconds(5) })
        );

        Assert.IsType<TimeoutException>(late.InnerException);
    }

    [SmtpFact]
    public async Task A_mail_larger_than_the_server_takes_is_not_sent()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["size"] = 1_000 });

        Assert.Equal(552, (await Assert.ThrowsAsync<SmtpRefusedException>(() => SendAsync(server.Options))).Reply.Code);
    }

    [Fact]
    public async Task A_server_on_another_machine_is_never_spoken_to_in_the_clear() =>
        await Assert.ThrowsAsync<SmtpProtocolException>(() =>
            SendAsync(new SmtpServerOptions { Host = "mail.example.nl", Security = SmtpSecurity.None })
        );

    private static Task<SmtpReply> SendAsync(SmtpServerOptions options) =>
        new SmtpDelivery(options, TimeProvider.System).SendAsync(
            Bounces,
            [Zoe],
            MimeWriter.Write(Mail),
            _ => Task.CompletedTask,
            CancellationToken.None
        );
}
