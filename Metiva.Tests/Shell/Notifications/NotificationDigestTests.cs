using System.Globalization;
using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Settings;
using Metiva.Tenancy;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Mail;
using Metiva.Tenancy.Notifications;
using Metiva.Tests.Jobs;
using Metiva.Tests.Settings;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Mailing;
using Metiva.Web.Shell.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Shell.Notifications;

public sealed class NotificationDigestTests : IAsyncLifetime
{
    private readonly List<OutgoingMail> mails = [];
    private TenancyBench bench = null!;
    private Guid entity;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(
            services => services.AddLogging().AddLocalization().AddNotifications().AddMailing(),
            new(StringComparer.Ordinal) { ["Tenancy:Mail:Host"] = "localhost", ["Tenancy:Mail:PublicAddress"] = "https://metiva.example/" }
        );
        await bench.WriteAsync(control =>
        {
            foreach (var person in control.People.AsTracking().Where(person => person.Email == null))
            {
                person.Email = $"{person.Id}@klant.example";
            }
        });
        entity = (await bench.AddInvoiceAsync(bench.A, await bench.AddCustomerAsync(bench.A))).Id;
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_person_gets_one_mail_with_what_they_have_not_read_and_no_second_one_that_day()
    {
        await TellAsync();
        await TellAsync();
        await RunAsync();
        Assert.Equal(PeopleOf(Role.Owner, Role.Finance), mails.Select(To).ById());
        Assert.All(mails, mail => Assert.Equal("Alfa B.V.: 2 ongelezen meldingen", mail.Subject));
        Assert.All(
            mails,
            mail =>
                Assert.Contains("Daan legde de factuur voor Klant (€\u00a01,21) ter controle voor.", mail.Text, StringComparison.Ordinal)
        );
        Assert.All(mails, mail => Assert.Equal("https://metiva.example/workspace/notifications", mail.Unsubscribe));
        Assert.All(mails, mail => Assert.Contains("https://metiva.example/workspace/notifications", mail.Html, StringComparison.Ordinal));

        mails.Clear();
        await TellAsync();
        await RunAsync();
        Assert.Empty(mails);
    }

    [Fact]
    public async Task What_was_read_or_mailed_before_is_not_mailed()
    {
        await TellAsync();
        using (var owner = bench.As(Role.Owner, bench.A))
        {
            await owner.Get<ReadNotifications>().Run(new(null), default);
        }

        await RunAsync();
        Assert.Equal(PeopleOf(Role.Finance), mails.Select(To));
        mails.Clear();
        await YesterdayAsync(1);
        await RunAsync();
        Assert.Empty(mails);
        await TellAsync();
        await RunAsync();
        Assert.Equal(
            "Alfa B.V.: 1 ongelezen melding",
            Assert.Single(mails, mail => To(mail) == bench.Person(Role.Finance, bench.A).Id).Subject
        );
    }

    [Theory]
    [InlineData(DigestPace.Off, 100, false)]
    [InlineData(DigestPace.Daily, 1, true)]
    [InlineData(DigestPace.Weekly, 6, false)]
    [InlineData(DigestPace.Weekly, 7, true)]
    public async Task It_comes_as_often_as_the_person_wants(DigestPace pace, int daysAgo, bool comes)
    {
        using (var finance = bench.As(Role.Finance, bench.A))
        {
            await finance.Get<ChangeNotificationWishes>().Run(new(pace, []), default);
        }

        await YesterdayAsync(daysAgo);
        await TellAsync();
        await RunAsync();
        Assert.Equal(comes, mails.Exists(mail => To(mail) == bench.Person(Role.Finance, bench.A).Id));
    }

    [Theory]
    [InlineData("nl", "en-GB", Role.Owner, Role.Finance)]
    [InlineData("en", "nl-NL", Role.Finance, Role.Owner)]
    public async Task It_is_in_the_language_of_the_person_and_else_of_the_company(string company, string chosen, Role dutch, Role english)
    {
        Assert.Equal(company == "en", (await bench.SetAsync(bench.A, SettingsGroups.General, "language", company)).Value > 0);
        using var finance = bench.As(Role.Finance, bench.A);
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(chosen);
        await finance.Get<ChangeNotificationWishes>().Run(new(DigestPace.Daily, []), default);
        CultureInfo.CurrentUICulture = before;

        await TellAsync();
        await RunAsync();
        Assert.Equal("Alfa B.V.: 1 ongelezen melding", mails.Single(mail => To(mail) == bench.Person(dutch, bench.A).Id).Subject);
        var mail = mails.Single(mail => To(mail) == bench.Person(english, bench.A).Id);
        Assert.Equal("Alfa B.V.: 1 unread notification", mail.Subject);
        Assert.Contains("Daan submitted the invoice for Klant (€1.21) for review.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lost_the_permission_gets_no_mail_of_it()
    {
        await TellAsync();
        var finance = bench.Person(Role.Finance, bench.A);
        await bench.WriteAsync(control =>
            control.Memberships.Single(row => row.PersonId == finance.Id && row.CompanyId == bench.A).Roles = RoleSet.Of(Role.Sales)
        );
        await RunAsync();
        Assert.Equal(PeopleOf(Role.Owner), mails.Select(To));
    }

    [Fact]
    public async Task Without_a_mail_server_or_an_address_nothing_is_marked()
    {
        await TellAsync();
        var options = bench.Services.GetRequiredService<TenancyOptions>().Mail;
        options.Host = "";
        await RunAsync(completes: false);
        options.Host = "localhost";
        var finance = bench.Person(Role.Finance, bench.A).Id;
        await bench.WriteAsync(control => control.People.AsTracking().Single(person => person.Id == finance).Email = null);
        await RunAsync();
        Assert.Equal(PeopleOf(Role.Owner), mails.Select(To));

        await bench.WriteAsync(control =>
            control.People.AsTracking().Single(person => person.Id == finance).Email = $"{finance}@klant.example"
        );
        mails.Clear();
        await RunAsync();
        Assert.Equal([finance], mails.Select(To));
    }

    private async Task RunAsync(bool completes = true)
    {
        var item = new WorkItem
        {
            Id = Guid.NewGuid(),
            Kind = NotificationDigestHandler.KindName,
            Payload = "{}",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            DueAt = TimeProvider.System.GetUtcNow(),
            State = WorkState.Running,
            ClaimedBy = Guid.NewGuid(),
        };
        await bench.WriteAsync(
            bench.A,
            write =>
            {
                write.Data.Add(item);
                write.Data.Add(
                    new WorkRunRecord
                    {
                        ItemId = item.Id,
                        Attempt = 1,
                        StartedAt = item.CreatedAt,
                        Node = "test",
                    }
                );
                return Task.CompletedTask;
            }
        );
        var run = new WorkRun
        {
            ItemId = item.Id,
            Payload = "{}",
            Attempt = 1,
            Claim = item.ClaimedBy!.Value,
        };
        using var scope = bench.As(Role.Admin, bench.A);
        var handler = scope.Services.GetServices<IWorkHandler>().OfType<NotificationDigestHandler>().Single();
        var before = await bench.LookAsync(bench.A, data => data.Mails.Select(mail => mail.Id).ToListAsync());
        await handler.RunAsync(run, default);
        Assert.Equal(completes, run.Completed);
        mails.AddRange(
            await bench.LookAsync(bench.A, data => data.Mails.AsNoTracking().Where(mail => !before.Contains(mail.Id)).ToListAsync())
        );
    }

    private Task TellAsync() =>
        bench.WriteAsync(
            bench.A,
            async write =>
            {
                foreach (var role in new[] { Role.Owner, Role.Finance })
                {
                    write.Data.Notifications.Add(
                        new Notification
                        {
                            Id = Guid.NewGuid(),
                            PersonId = bench.Person(role, bench.A).Id,
                            Kind = NotificationKinds.InvoiceSubmitted.Name,
                            EntityId = entity,
                            Facts = """{"by":"Daan","customer":"Klant","total":121}""",
                            CreatedAt = write.Now,
                        }
                    );
                }

                await Task.CompletedTask;
            }
        );

    /// <summary>The last mail went out that many days ago.</summary>
    private Task YesterdayAsync(int days) =>
        bench.WriteAsync(
            bench.A,
            async write =>
                await write.Data.NotificationPreferences.ForEachAsync(row =>
                    row.LastDigestOn = Metiva.Domain.Shared.BusinessDay.Of(write.Now).AddDays(-days)
                )
        );

    private static PersonId To(OutgoingMail mail) => new(Guid.Parse(mail.ToAddress.Split('@')[0]));

    private IEnumerable<PersonId> PeopleOf(params Role[] roles) => roles.Select(role => bench.Person(role, bench.A).Id).ById();
}

file static class Ordering
{
    internal static IEnumerable<PersonId> ById(this IEnumerable<PersonId> people) => people.OrderBy(person => person.Value);
}
