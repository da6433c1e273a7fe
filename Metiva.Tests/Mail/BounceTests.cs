using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>What comes back is put to the mail that it is about, and to no other.</summary>
public sealed class BounceTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await MailBench.StartAsync(server: null);

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_mail_that_came_back_is_marked_once_with_what_the_server_said()
    {
        var id = await SentAsync(bench.A);
        var address = await AddressAsync(bench.A, id);

        Assert.Equal(BounceResult.Noted, await TakeAsync(address, Report("delayed", "4.4.1", "smtp; 451 Try later")));
        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);

        // Servers on the way may change the case.
        Assert.Equal(BounceResult.Noted, await TakeAsync(address.ToUpperInvariant(), Report("failed", "5.1.1", "smtp; 550 Nobody\n here")));
        Assert.Equal(BounceResult.KnownAlready, await TakeAsync(address, Report("failed", "5.1.1", "smtp; 550 Nobody")));

        var mail = await bench.MailAsync(bench.A, id);
        Assert.Equal((MailState.Bounced, "mail.bounced"), (mail.State, mail.Trouble));
        Assert.Equal(
            [(MailOutcome.Delayed, "4.4.1", "451 Try later"), (MailOutcome.Bounced, "5.1.1", "550 Nobody here")],
            (await bench.AttemptsAsync(bench.A, id)).Select(row => (row.Outcome, row.Code!, row.Reply!))
        );
        Assert.Equal(["mail.tested", "mail.bounced"], await bench.ActionsAsync(bench.A, id));
        Assert.NotEqual(0, await bench.LookAsync(bench.A, data => data.Notifications.CountAsync()));
        Assert.Equal(0, await bench.LookAsync(bench.B, data => data.Notifications.CountAsync()));
    }

    [Fact]
    public async Task A_late_report_does_not_hold_up_what_is_sent_once_more()
    {
        var id = await bench.QueueAsync(bench.A);
        Assert.Equal(BounceResult.Noted, await TakeAsync(await AddressAsync(bench.A, id), Report("failed", "5.1.1", "smtp; 550 Nobody")));
        Assert.Equal(MailState.Waiting, (await bench.MailAsync(bench.A, id)).State);
        Assert.Equal(MailOutcome.Bounced, Assert.Single(await bench.AttemptsAsync(bench.A, id)).Outcome);
    }

    [Fact]
    public async Task An_address_that_was_not_signed_here_touches_nothing()
    {
        var id = await SentAsync(bench.A);
        var address = await AddressAsync(bench.A, id);
        var report = Report("failed", "5.1.1", "smtp; 550 Nobody");
        var plus = address.IndexOf('+', StringComparison.Ordinal) + 1;

        // Each letter of the token changed alone; the last one holds a bit that has no meaning and must be 0.
        for (var place = plus; place < plus + 52; place++)
        {
            var changed = address[..place] + (address[place] == 'a' ? 'b' : 'a') + address[(place + 1)..];
            Assert.Equal(BounceResult.UnknownAddress, await TakeAsync(changed, report));
        }

        foreach (
            var other in new[]
            {
                "",
                "bounces@metiva.example",
                "bounces+@metiva.example",
                address[..^20],
                "bounces+!" + address[(plus + 1)..],
            }
        )
        {
            Assert.Equal(BounceResult.UnknownAddress, await TakeAsync(other, report));
        }

        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
    }

    [Fact]
    public async Task A_mails_address_is_that_of_its_company_only()
    {
        var id = await SentAsync(bench.A);
        var key = (await bench.MailAsync(bench.A, id)).BounceKey;
        var addresses = bench.Services.GetRequiredService<BounceAddresses>();
        var elsewhere = (await addresses.OfAsync(bench.B, key, default))!;

        Assert.Equal(BounceResult.UnknownAddress, await TakeAsync(elsewhere.Address, Report("failed", "5.1.1", "smtp; 550 Nobody")));
        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
    }

    [Theory]
    [InlineData("Subject: Out of office\n\nI am away; Action: failed, Status: 5.1.1\n")]
    [InlineData("Content-Type: message/delivery-status\n\nAction: delivered\nStatus: 2.0.0\n")]
    [InlineData("Content-Type: message/delivery-status\n\nAction: failed\n")]
    [InlineData("Content-Type: message/delivery-status")]
    [InlineData("")]
    public async Task What_is_no_report_of_a_failure_is_left_aside(string mail)
    {
        var id = await SentAsync(bench.A);
        Assert.Equal(BounceResult.NoReport, await TakeAsync(await AddressAsync(bench.A, id), mail));
        Assert.Equal(MailState.Sent, (await bench.MailAsync(bench.A, id)).State);
    }

    [Fact]
    public void A_report_longer_than_any_is_not_read() =>
        Assert.Null(DeliveryReport.TryRead(Report("failed", "5.1.1", "x") + new string('x', DeliveryReport.MostCharacters)));

    [Fact]
    public async Task A_company_on_hold_takes_it_in_later()
    {
        var id = await SentAsync(bench.A);
        var address = await AddressAsync(bench.A, id);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).State = CompanyState.Suspended);

        var refused = await Assert.ThrowsAsync<BindingRefusedException>(() =>
            TakeAsync(address, Report("failed", "5.1.1", "smtp; 550 No"))
        );

        Assert.Equal(BindingOutcome.CompanySuspended, refused.Outcome);
    }

    private static string Report(string action, string status, string said) =>
        $"""
            From: mailer-daemon@mx.example
            Content-Type: multipart/report; report-type=delivery-status; boundary="x"

            --x
            Content-Type: text/plain

            Action: failed, they say.
            --x
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; zoe@klant.example
            Action: {action}
            Status: {status}
            Diagnostic-Code: {said}

            --x--
            """;

    private async Task<Guid> SentAsync(CompanyId company)
    {
        var id = await bench.QueueAsync(company);
        await bench.WriteAsync(
            company,
            async write =>
                await write
                    .Data.Mails.Where(mail => mail.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.State, MailState.Sent))
        );
        return id;
    }

    private async Task<string> AddressAsync(CompanyId company, Guid id)
    {
        var key = (await bench.MailAsync(company, id)).BounceKey;
        return (await bench.Services.GetRequiredService<BounceAddresses>().OfAsync(company, key, default))!.Address;
    }

    private Task<BounceResult> TakeAsync(string recipient, string mail) =>
        bench.Services.GetRequiredService<MailBounces>().TakeAsync(recipient, mail, default);
}
