using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Metiva.Tests.Mail;

/// <summary>A process is killed with a mail in its hands, and another one goes on.</summary>
public sealed class MailCrashTests
{
    [SmtpTheory]
    [InlineData("queued", MailState.Sent)]
    [InlineData("claimed", MailState.Sent)]
    [InlineData("accepted", MailState.Uncertain)]
    [InlineData("worked", MailState.Sent)]
    public async Task The_mail_arrives_once_whenever_that_was(string step, MailState state)
    {
        var directory = Directory.CreateTempSubdirectory("metiva-mail-").FullName;
        try
        {
            await using var server = await RealSmtpServer.StartAsync();
            Assert.False(await TestProgram.LivesAsync(MailChild.Command, directory, $"{server.Port}", step));

            await using var bench = await MailBench.StartAsync(server, directory);
            await Eventually.TrueAsync(
                async () =>
                {
                    await bench.WorkAsync(bench.A);
                    return (await bench.ItemsAsync(bench.A)).TrueForAll(item => item.State == WorkState.Done);
                },
                TimeSpan.FromSeconds(30)
            );

            var mail = await bench.LookAsync(bench.A, data => data.Mails.AsNoTracking().SingleAsync());
            Assert.Equal(state, mail.State);
            Assert.Equal($"<{mail.Id:n}@metiva.example>", (await server.ReceivedAsync())["messageId"]!.GetValue<string>());

            // One more, so that a second copy of the first would have come before it.
            var other = await bench.QueueAsync(bench.A, "other@klant.example");
            await bench.WorkAsync(bench.A);
            Assert.Equal($"<{other:n}@metiva.example>", (await server.ReceivedAsync())["messageId"]!.GetValue<string>());
        }
        finally
        {
            await SqlServerInstallation.DropAsync(directory);
            Directory.Delete(directory, recursive: true);
        }
    }
}
