using Metiva.Domain.Access;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>The nightly round of a company's mail.</summary>
public sealed class ReleaseMailTests
{
    [Fact]
    public async Task Without_a_mail_server_a_mail_waits_and_is_asked_for_once_there_is_one()
    {
        await using var bench = await MailBench.StartAsync(server: null);
        var id = await bench.QueueAsync(bench.A);
        await bench.WorkAsync(bench.A);
        Assert.Empty(await bench.ItemsAsync(bench.A));
        Assert.False((await bench.MailAsync(bench.A, id)).Asked);
        using (var owner = bench.As(Role.Owner, bench.A))
        {
            Assert.IsType<NoMailServer>((await owner.Get<SendMailAgain>().Run(new(id, 1), default)).Error);
        }

        bench.Services.GetRequiredService<Metiva.Tenancy.TenancyOptions>().Mail.Host = "localhost";
        await bench.AskAsync(bench.A, kind: ReleaseMailWork.Name);
        var entry = bench.Entry(bench.A);
        var claim = await bench.Services.GetRequiredService<WorkLedger>().ClaimAsync(entry, default);
        await bench.Services.GetRequiredService<WorkRunner>().RunAsync(entry, claim.Item!, default);

        Assert.True((await bench.MailAsync(bench.A, id)).Asked);
        Assert.Single(await bench.ItemsAsync(bench.A), item => item.Kind == SendMailWork.Name && item.State == WorkState.Waiting);
    }

    [Fact]
    public async Task Mails_older_than_a_year_leave_the_log_unless_they_still_wait()
    {
        await using var bench = await MailBench.StartAsync(server: null);
        var (old, waiting, young) = (await bench.QueueAsync(bench.A), await bench.QueueAsync(bench.A), await bench.QueueAsync(bench.A));
        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var before = write.Now.AddDays(-366);
                await write
                    .Data.Mails.Where(mail => mail.Id == old || mail.Id == waiting)
                    .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.CreatedAt, before));
                await write
                    .Data.Mails.Where(mail => mail.Id != waiting)
                    .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.State, MailState.Sent));
            }
        );

        await bench.AskAsync(bench.A, kind: ReleaseMailWork.Name);
        await bench.WorkAsync(bench.A);

        var left = await bench.LookAsync(bench.A, data => data.Mails.Select(mail => mail.Id).ToListAsync());
        Assert.Equal(new[] { waiting, young }.Order(), left.Order());
    }
}
