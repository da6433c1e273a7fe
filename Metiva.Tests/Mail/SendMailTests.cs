using System.Text;
using System.Text.Json.Nodes;
using Metiva.Domain.Access;
using Metiva.Domain.Files;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Files;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>From the company's outbox over a real line to a real mail server.</summary>
public sealed class SendMailTests
{
    [SmtpFact]
    public async Task A_mail_leaves_with_its_secret_and_files_and_the_log_keeps_neither()
    {
        await using var server = await RealSmtpServer.StartAsync();
        await using var bench = await MailBench.StartAsync(server);
        var file = await UploadAsync(bench);
        var id = await bench.QueueAsync(bench.A, files: file);
        var waiting = await bench.MailAsync(bench.A, id);
        Assert.Equal(MailState.Waiting, waiting.State);
        Assert.DoesNotContain(MailBench.Secret, waiting.Secret + waiting.Text + waiting.Html, StringComparison.Ordinal);

        await bench.WorkAsync(bench.A);

        var got = await server.ReceivedAsync();
        Assert.Equal($"<{id:n}@metiva.example>", got["messageId"]!.GetValue<string>());
        Assert.Matches("^bounces\\+[a-z2-7]{52}@metiva\\.example$", got["from"]!.GetValue<string>());
        Assert.Equal(["zoe@klant.example"], got["to"]!.AsArray().Select(to => to!.GetValue<string>()));
        var parts = got["parts"]!.AsArray();
        Assert.Contains("https://metiva.example/" + MailBench.Secret, parts[0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(MailBench.Secret, parts[1]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(("brief.txt", "inhoud"), (parts[2]!["name"]!.GetValue<string>(), parts[2]!["text"]!.GetValue<string>()));
        Assert.Contains("From: \"Alfa B.V.\" <post@metiva.example>", Raw(got), StringComparison.Ordinal);

        var sent = await bench.MailAsync(bench.A, id);
        Assert.Equal(
            (MailState.Sent, null, "post@metiva.example", false),
            (sent.State, sent.Secret, sent.FromAddress, sent.CanBeSentAgain)
        );
        var attempt = Assert.Single(await bench.AttemptsAsync(bench.A, id));
        Assert.Equal((MailOutcome.Accepted, "250 2.0.0"), (attempt.Outcome, attempt.Code));
        Assert.Equal(["mail.tested", "mail.sent"], await bench.ActionsAsync(bench.A, id));
        Assert.All(await bench.ItemsAsync(bench.A), item => Assert.DoesNotContain("klant", item.Payload, StringComparison.Ordinal));
    }

    [SmtpFact]
    public async Task A_server_that_cannot_take_it_now_gets_it_again_until_it_was_tried_often_enough()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["mail"] = "452 4.2.2 Mailbox full" });
        await using var bench = await MailBench.StartAsync(server);
        var id = await bench.QueueAsync(bench.A);

        await bench.WorkAsync(bench.A);

        var mail = await bench.MailAsync(bench.A, id);
        Assert.Equal((MailState.Failed, "mail.gave-up", 3), (mail.State, mail.Trouble, mail.Attempts));
        Assert.All(
            await bench.AttemptsAsync(bench.A, id),
            attempt => Assert.Equal((MailOutcome.Deferred, "452 4.2.2"), (attempt.Outcome, attempt.Code))
        );
        Assert.Equal(["mail.tested", "mail.failed"], await bench.ActionsAsync(bench.A, id));
        Assert.Equal(WorkState.Done, Assert.Single(await bench.ItemsAsync(bench.A)).State);

        // Those who look after mail are told; others are not.
        var told = await bench.LookAsync(bench.A, data => data.Notifications.Select(row => row.PersonId).ToListAsync());
        Assert.Contains(bench.Person(Role.Finance, bench.A).Id, told);
        Assert.DoesNotContain(bench.Person(Role.Client, bench.A).Id, told);
    }

    [SmtpFact]
    public async Task A_recipient_who_is_not_there_is_refused_once_and_the_mail_can_be_sent_again_by_hand()
    {
        await using var refusing = await RealSmtpServer.StartAsync(new JsonObject { ["recipient"] = "550 5.1.1 No such person" });
        await using var bench = await MailBench.StartAsync(refusing);
        var id = await bench.QueueAsync(bench.A);
        await bench.WorkAsync(bench.A);
        var failed = await bench.MailAsync(bench.A, id);
        Assert.Equal((MailState.Failed, "mail.refused"), (failed.State, failed.Trouble));
        Assert.Equal("550 5.1.1", Assert.Single(await bench.AttemptsAsync(bench.A, id)).Code);

        await using var taking = await RealSmtpServer.StartAsync();
        var options = bench.Services.GetRequiredService<Metiva.Tenancy.TenancyOptions>().Mail;
        options.Port = taking.Port;
        bench.Services.GetRequiredService<MailDelivery>().Certificate = taking.Options.Certificate;
        using (var sales = bench.As(Role.Sales, bench.A))
        {
            Assert.IsType<PermissionDenied>((await sales.Get<SendMailAgain>().Run(new(id, failed.Version), default)).Error);
        }

        using (var other = bench.As(Role.Owner, bench.B))
        {
            Assert.IsType<Metiva.Domain.Shared.NotFound>((await other.Get<SendMailAgain>().Run(new(id, failed.Version), default)).Error);
        }

        using (var finance = bench.As(Role.Finance, bench.A))
        {
            Assert.True((await finance.Get<SendMailAgain>().Run(new(id, failed.Version), default)).Ok);
            Assert.IsType<ChangedMeanwhile>((await finance.Get<SendMailAgain>().Run(new(id, failed.Version), default)).Error);
        }

        await bench.WorkAsync(bench.A);
        Assert.Equal($"<{id:n}@metiva.example>", (await taking.ReceivedAsync())["messageId"]!.GetValue<string>());
        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
    }

    [SmtpFact]
    public async Task A_line_that_breaks_with_the_mail_on_it_leaves_it_uncertain_and_sends_it_no_second_time()
    {
        await using var server = await RealSmtpServer.StartAsync(new JsonObject { ["dropAfterData"] = true });
        await using var bench = await MailBench.StartAsync(server);
        var id = await bench.QueueAsync(bench.A);

        await bench.WorkAsync(bench.A);
        await bench.WorkAsync(bench.A);

        Assert.Equal(MailState.Uncertain, (await bench.MailAsync(bench.A, id)).State);
        Assert.Equal(MailOutcome.Unknown, Assert.Single(await bench.AttemptsAsync(bench.A, id)).Outcome);
        Assert.Equal(["mail.tested", "mail.uncertain"], await bench.ActionsAsync(bench.A, id));
    }

    [SmtpFact]
    public async Task Wrong_settings_of_the_server_fail_no_mail()
    {
        await using var server = await RealSmtpServer.StartAsync();
        await using var bench = await MailBench.StartAsync(
            server,
            more: new(StringComparer.Ordinal) { ["Tenancy:Work:FirstRetry"] = "01:00:00", ["Tenancy:Work:LongestRetry"] = "01:00:00" }
        );
        await bench.Services.GetRequiredService<MailPassword>().SetAsync("wrong", default);
        var id = await bench.QueueAsync(bench.A);

        await bench.WorkAsync(bench.A);

        Assert.Equal((MailState.Waiting, "mail.deferred"), await StandingAsync(bench, id));
        Assert.Equal(MailOutcome.NoServer, Assert.Single(await bench.AttemptsAsync(bench.A, id)).Outcome);
        Assert.DoesNotContain(await bench.RunsAsync(bench.A), run => run.Trouble is not (null or nameof(MailDeferredException)));
    }

    [Theory]
    [InlineData(true, MailState.Sending)]
    [InlineData(false, MailState.Uncertain)]
    public async Task A_mail_that_another_one_has_on_its_line_is_left_to_that_one(bool held, MailState state)
    {
        await using var bench = await MailBench.StartAsync(server: null);
        var id = await bench.QueueAsync(bench.A);
        bench.Services.GetRequiredService<Metiva.Tenancy.TenancyOptions>().Mail.Host = "localhost";
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var mail = await write.Data.Mails.SingleAsync(row => row.Id == id);
                mail.State = MailState.Sending;
                MailOutbox.Ask(write, mail);
                if (!held)
                {
                    return;
                }

                MailOutbox.Ask(write, mail);
                var other = write.Data.WorkItems.Local.First();
                other.State = WorkState.Running;
                other.ClaimedBy = Guid.NewGuid();
                other.ClaimedUntil = write.Now.AddMinutes(1);
                other.DueAt = write.Now.AddDays(1);
            }
        );

        await bench.WorkAsync(bench.A);

        Assert.Equal(state, (await bench.MailAsync(bench.A, id)).State);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_meanwhile_is_not_sent()
    {
        await using var bench = await MailBench.StartAsync(
            server: null,
            more: new(StringComparer.Ordinal) { ["Tenancy:Mail:Host"] = "127.0.0.1", ["Tenancy:Mail:Port"] = "1" }
        );
        var file = await UploadAsync(bench);
        var id = await bench.QueueAsync(bench.A, files: file);
        using (var owner = bench.As(Role.Owner, bench.A))
        {
            Assert.True((await owner.Get<RemoveFile>().Run(new(file.Id, file.Version), default)).Ok);
        }

        await bench.WorkAsync(bench.A);

        Assert.Equal((MailState.Failed, "mail.file-gone"), await StandingAsync(bench, id));
    }

    [Fact]
    public async Task A_command_that_fails_leaves_no_mail()
    {
        await using var bench = await MailBench.StartAsync(server: null);
        await bench.QueueAsync(bench.A, keep: false);
        Assert.Equal(0, await bench.LookAsync(bench.A, data => data.Mails.CountAsync()));
    }

    private static async Task<StoredFile> UploadAsync(Support.TenancyBench bench)
    {
        using var owner = bench.As(Role.Owner, bench.A);
        var uploaded = await owner
            .Get<UploadFile>()
            .Run(new("brief.txt", null, new MemoryStream(Encoding.UTF8.GetBytes("inhoud")), 6, InPortal: false), CancellationToken.None);
        Assert.True(uploaded.Ok);
        return await bench.LookAsync(bench.A, data => data.StoredFiles.AsNoTracking().SingleAsync());
    }

    private static string Raw(JsonNode got) => Encoding.Latin1.GetString(Convert.FromBase64String(got["raw"]!.GetValue<string>()));

    private static async Task<(MailState, string?)> StandingAsync(Support.TenancyBench bench, Guid id)
    {
        var mail = await bench.MailAsync(bench.A, id);
        return (mail.State, mail.Trouble);
    }
}
