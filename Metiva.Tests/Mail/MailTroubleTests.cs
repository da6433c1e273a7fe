using System.Net;
using System.Net.Sockets;
using System.Text;
using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>What happens to a mail between two nodes, two people and a server that does not keep to the rules.</summary>
public sealed class MailTroubleTests : IAsyncLifetime
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private TenancyBench bench = null!;

    public async Task InitializeAsync()
    {
        listener.Start();
        bench = await MailBench.StartAsync(
            server: null,
            more: new(StringComparer.Ordinal)
            {
                ["Tenancy:Mail:Host"] = "127.0.0.1",
                ["Tenancy:Mail:Port"] = $"{((IPEndPoint)listener.LocalEndpoint).Port}",
                ["Tenancy:Mail:Security"] = "None",
                ["Tenancy:Mail:UserName"] = "",
            }
        );
    }

    public async Task DisposeAsync()
    {
        await bench.DisposeAsync();
        listener.Dispose();
    }

    [Fact]
    public async Task A_try_that_ends_too_late_writes_nothing_over_what_became_of_the_mail()
    {
        var id = await bench.QueueAsync(bench.A);
        var work = bench.WorkAsync(bench.A);
        using (await listener.AcceptTcpClientAsync())
        {
            // Another node was asked as well and is quicker.
            await SetAsync(id, MailState.Sent);
        }

        await work;

        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
        Assert.Empty(await bench.AttemptsAsync(bench.A, id));
        Assert.Equal(WorkState.Done, Assert.Single(await bench.ItemsAsync(bench.A)).State);
    }

    [Fact]
    public async Task A_mail_that_was_touched_while_the_line_was_opened_is_not_lost()
    {
        var id = await bench.QueueAsync(bench.A);
        var work = bench.WorkAsync(bench.A);
        using (await listener.AcceptTcpClientAsync())
        {
            // A report about an earlier time came in.
            await SetAsync(id, MailState.Waiting);
        }

        using (var client = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20)))
        {
            await TalkAsync(client.GetStream(), "250 taken");
            await work;
        }

        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
    }

    [Fact]
    public async Task An_answer_that_is_none_after_the_mail_leaves_it_uncertain()
    {
        var id = await bench.QueueAsync(bench.A);
        var work = bench.WorkAsync(bench.A);
        using (var client = await listener.AcceptTcpClientAsync())
        {
            await TalkAsync(client.GetStream(), "I have no number");
            await work;
        }

        Assert.Equal(MailState.Uncertain, (await bench.MailAsync(bench.A, id)).State);
        Assert.Equal(MailOutcome.Unknown, Assert.Single(await bench.AttemptsAsync(bench.A, id)).Outcome);
    }

    [Fact]
    public async Task A_mail_that_nothing_sends_any_more_is_settled_in_the_night()
    {
        var (calledOff, dropped, open) = (
            await bench.QueueAsync(bench.A),
            await bench.QueueAsync(bench.A),
            await bench.QueueAsync(bench.A)
        );
        await SetAsync(dropped, MailState.Sending);
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                foreach (var item in await write.Data.WorkItems.ToListAsync())
                {
                    if (item.Payload.Contains(open.ToString("D"), StringComparison.Ordinal))
                    {
                        item.DueAt = write.Now.AddDays(1);
                    }
                    else
                    {
                        item.State = WorkState.Cancelled;
                    }
                }
            }
        );

        await bench.AskAsync(bench.A, kind: ReleaseMailWork.Name);
        await bench.WorkAsync(bench.A);

        Assert.Equal("mail.called-off", (await bench.MailAsync(bench.A, calledOff)).Trouble);
        Assert.Equal(MailState.Failed, (await bench.MailAsync(bench.A, calledOff)).State);
        Assert.Equal(MailState.Uncertain, (await bench.MailAsync(bench.A, dropped)).State);
        Assert.Equal(MailState.Waiting, (await bench.MailAsync(bench.A, open)).State);
    }

    [Fact]
    public async Task Asking_again_twice_gives_one_job_and_takes_the_permission_of_what_the_mail_is_about()
    {
        var invitation = await bench.QueueAsync(bench.A, about: "Invitation");
        using (var finance = bench.As(Role.Finance, bench.A))
        {
            Assert.IsType<PermissionDenied>((await finance.Get<SendMailAgain>().Run(new(invitation, 1), default)).Error);
        }

        var invoice = await bench.QueueAsync(bench.A, about: "Invoice");
        using var admin = bench.As(Role.Admin, bench.A);
        Assert.IsType<PermissionDenied>((await admin.Get<SendMailAgain>().Run(new(invoice, 1), default)).Error);
        Assert.True((await admin.Get<SendMailAgain>().Run(new(invitation, 1), default)).Ok);
        Assert.True((await admin.Get<SendMailAgain>().Run(new(invitation, 2), default)).Ok);
        Assert.Equal(2, (await bench.ItemsAsync(bench.A)).Count);
    }

    private static async Task TalkAsync(NetworkStream stream, string last)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        async Task SayAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

        await SayAsync("220 here");
        foreach (var answer in new[] { "250 EHLO", "250 MAIL", "250 RCPT", "354 go on" })
        {
            await reader.ReadLineAsync();
            await SayAsync(answer);
        }

        while (await reader.ReadLineAsync() is not "." and not null) { }

        await SayAsync(last);
    }

    private Task SetAsync(Guid id, MailState state) =>
        bench.WriteAsync(
            bench.A,
            async write =>
            {
                var mail = await write.Data.Mails.SingleAsync(row => row.Id == id);
                (mail.State, mail.Version) = (state, mail.Version + 1);
            }
        );
}
