using Metiva.Domain.Access;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Notifications;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Auditing.Chain;
using Metiva.Tests.Mail;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tests.Jobs;

/// <summary>Something to do for a handler, at company A of a bench.</summary>
/// <param name="Prepare">Puts it there; gives the ids that the work is about.</param>
/// <param name="Leaves">Whether the work leaves anything: one that only looks does not.</param>
internal sealed record WorkTwiceCase(Func<TenancyBench, Task<object>> Prepare, bool Leaves = true);

/// <summary>What each handler of work is given to do, by its name.</summary>
internal static class WorkTwiceCases
{
    public static IReadOnlyDictionary<string, WorkTwiceCase> All { get; } =
        new Dictionary<string, WorkTwiceCase>(StringComparer.Ordinal)
        {
            [nameof(PruneWork)] = new(WorkThatIsLongOverAsync),
            [nameof(VerifyAuditWork)] = new(RecordsAsync, Leaves: false),
            [nameof(AnnounceSettings)] = new(SettingsThatNobodyHeardOfAsync),
            [nameof(SendMailWork)] = new(async bench => new { mail = await bench.QueueAsync(bench.A) }),
            [nameof(ReleaseMailWork)] = new(MailsThatNobodySendsAsync),
            [nameof(NotificationDigestHandler)] = new(UnreadNotificationsAsync),
        };

    private static async Task<object> WorkThatIsLongOverAsync(TenancyBench bench)
    {
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                var ended = write.Now.AddDays(-100);
                write.Data.Add(
                    new WorkItem
                    {
                        Id = Guid.NewGuid(),
                        Kind = PruneWork.Name,
                        Payload = "{}",
                        CreatedAt = ended,
                        DueAt = ended,
                        State = WorkState.Done,
                        EndedAt = ended,
                    }
                );
                return Task.CompletedTask;
            }
        );
        return new { };
    }

    private static async Task<object> RecordsAsync(TenancyBench bench)
    {
        await bench.WriteAsync(bench.A, "One", "Two", "Three");
        return new { };
    }

    private static async Task<object> SettingsThatNobodyHeardOfAsync(TenancyBench bench)
    {
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                write.Data.Add(
                    new Setting
                    {
                        GroupKey = SettingsGroups.Security.Key,
                        Form = SettingsGroups.Security.Schema,
                        Value = """{"sessionIdleMinutes":"30"}""",
                        Version = 3,
                    }
                );
                return Task.CompletedTask;
            }
        );
        return new { };
    }

    /// <summary>One that was queued without a mail server, one on its way from a process that died, and one that is older than a year.</summary>
    private static async Task<object> MailsThatNobodySendsAsync(TenancyBench bench)
    {
        List<Guid> mails = [];
        for (var number = 0; number < 3; number++)
        {
            mails.Add(await bench.QueueAsync(bench.A));
        }

        await bench.WriteAsync(
            bench.A,
            async write =>
            {
                var (waiting, lost, old) = (mails[0], mails[1], mails[2]);
                var longAgo = write.Now.AddDays(-400);
                await write.Data.WorkItems.Where(item => item.Kind == SendMailWork.Name).ExecuteDeleteAsync();
                await write
                    .Data.Mails.Where(mail => mail.Id == waiting)
                    .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.Asked, false));
                await write
                    .Data.Mails.Where(mail => mail.Id == lost)
                    .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.State, MailState.Sending));
                await write
                    .Data.Mails.Where(mail => mail.Id == old)
                    .ExecuteUpdateAsync(set =>
                        set.SetProperty(mail => mail.State, MailState.Sent).SetProperty(mail => mail.CreatedAt, longAgo)
                    );
            }
        );
        return new { };
    }

    private static async Task<object> UnreadNotificationsAsync(TenancyBench bench)
    {
        await bench.WriteAsync(control =>
        {
            foreach (var person in control.People.AsTracking())
            {
                person.Email = $"{person.Id}@klant.example";
            }
        });
        var invoice = await bench.AddInvoiceAsync(bench.A, await bench.AddCustomerAsync(bench.A));
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                write.Data.Notifications.Add(
                    new Notification
                    {
                        Id = Guid.NewGuid(),
                        PersonId = bench.Person(Role.Finance, bench.A).Id,
                        Kind = NotificationKinds.InvoiceSubmitted.Name,
                        EntityId = invoice.Id,
                        Facts = """{"by":"Daan","customer":"Klant","total":121}""",
                        CreatedAt = write.Now,
                    }
                );
                return Task.CompletedTask;
            }
        );
        return new { };
    }
}
