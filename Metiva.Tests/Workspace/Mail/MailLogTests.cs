using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Mail;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Metiva.Web.Ui;
using Metiva.Web.Workspace.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Workspace.Mail;

/// <summary>What a company's people see of its mails, and what they may do with them.</summary>
public sealed class MailLogTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    // A mail server that is never reached: no work runs.
    public async Task InitializeAsync() =>
        bench = await TenancyBench.StartAsync(
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Tenancy:Work:AtOnce"] = "0",
                ["Tenancy:Mail:Host"] = "127.0.0.1",
                ["Tenancy:Mail:Port"] = "9",
            }
        );

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_searched_filtered_sorted_and_paged_in_the_database()
    {
        await bench.PlantAsync(
            bench.A,
            [.. Enumerable.Range(0, 30).Select(number => PlantedMails.Mail(to: $"klant{number:00}@example.org"))]
        );
        await bench.PlantAsync(
            bench.A,
            PlantedMails.Mail(MailState.Failed, "a_b%c@example.org", "Factuur 100%", trouble: "mail.refused"),
            PlantedMails.Mail(MailState.Bounced, "zz@example.org", kind: "members.invitation")
        );

        Assert.Equal((25, 32L), Shape(await ListAsync("")));
        Assert.Equal((7, 32L), Shape(await ListAsync("?page=2")));
        Assert.Equal((1, 1L), Shape(await ListAsync("?state=Failed")));
        Assert.Equal((1, 1L), Shape(await ListAsync("?kind=members.invitation&state=Bounced")));
        Assert.Equal((1, 1L), Shape(await ListAsync("?q=100%25")));
        Assert.Equal((1, 1L), Shape(await ListAsync("?q=a_b")));
        Assert.Equal((1, 1L), Shape(await ListAsync("?q=KLANT07")));
        Assert.Equal((0, 0L), Shape(await ListAsync("?q=nergens")));
        Assert.Equal("zz@example.org", (await ListAsync("?sort=-to")).Value.Page.Rows[0].ToAddress);
        Assert.Equal("zz@example.org", (await ListAsync("")).Value.Page.Rows[0].ToAddress);
        Assert.Equal("klant00@example.org", (await ListAsync("?sort=created")).Value.Page.Rows[0].ToAddress);
        Assert.Equal(MailState.Bounced, (await ListAsync("?sort=state")).Value.Page.Rows[0].State);
        Assert.Equal("klant29@example.org", (await ListAsync("?sort=-sent")).Value.Page.Rows[0].ToAddress);
        Assert.Equal(["invoices.sent", "members.invitation"], (await ListAsync("")).Value.Kinds);
    }

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Marketing, false)]
    [InlineData(Role.Finance, true)]
    [InlineData(Role.AccountManager, false)]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Client, false)]
    public async Task Who_may_see_the_audit_sees_it_and_may_send_again(Role role, bool allowed)
    {
        var mail = PlantedMails.Mail(MailState.Failed, html: "<p>Dag</p>");
        await bench.PlantAsync(bench.A, mail);
        using var scope = bench.As(role, bench.A);

        Assert.Equal(allowed, (await ListAsync("", role)).Ok);
        Assert.Equal(allowed, (await scope.Get<MailQuery>().Run(mail.Id, CancellationToken.None)).Ok);
        Assert.Equal(allowed, (await scope.Get<MailPreviewQuery>().Run(mail.Id, CancellationToken.None)).Ok);
        var again = await scope.Get<SendMailAgain>().Run(new(mail.Id, mail.Version), CancellationToken.None);
        Assert.Equal(allowed, again.Ok);
        Assert.Equal(allowed, again.Error is not PermissionDenied);
        Assert.Equal(allowed ? MailState.Waiting : MailState.Failed, (await MailAsync(mail.Id)).State);
    }

    [Fact]
    public async Task Those_of_another_company_are_not_there()
    {
        var foreign = PlantedMails.Mail(MailState.Failed, html: "<p>Van Beta</p>");
        await bench.PlantAsync(bench.B, foreign);
        using var owner = bench.As(Role.Owner, bench.A);

        Assert.Empty((await ListAsync("")).Value.Page.Rows);
        Assert.IsType<NotFound>((await owner.Get<MailQuery>().Run(foreign.Id, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await owner.Get<MailPreviewQuery>().Run(foreign.Id, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await owner.Get<SendMailAgain>().Run(new(foreign.Id, 1), CancellationToken.None)).Error);
        var stayed = await bench.LookAsync(bench.B, data => data.Mails.AsNoTracking().SingleAsync());
        Assert.Equal((MailState.Failed, 1L), (stayed.State, stayed.Version));
    }

    [Fact]
    public async Task One_mail_comes_with_its_attempts_the_latest_first_and_its_files()
    {
        var mail = PlantedMails.Mail(MailState.Bounced, text: "Dag", html: "<p>Dag</p>");
        await bench.PlantAsync(
            bench.A,
            mail,
            Attempt(mail, 1, MailOutcome.Accepted, "250 2.0.0", "Ok"),
            Attempt(mail, 2, MailOutcome.Bounced, "552 5.2.2", "Mailbox is full"),
            new MailAttachment
            {
                MailId = mail.Id,
                Position = 0,
                FileId = Guid.NewGuid(),
                Name = "Factuur.pdf",
                Length = 2048,
                Hash = new string('0', 64),
                ContentType = "application/pdf",
            }
        );

        using var owner = bench.As(Role.Owner, bench.A);
        var view = (await owner.Get<MailQuery>().Run(mail.Id, CancellationToken.None)).Value;

        Assert.Equal(("Dag", true), (view.Body.Text, view.Body.HasHtml));
        Assert.Equal(
            [(2, MailOutcome.Bounced, "552 5.2.2", "Mailbox is full"), (1, MailOutcome.Accepted, "250 2.0.0", "Ok")],
            view.Attempts.Select(row => (row.Attempt, row.Outcome, row.Code!, row.Reply!))
        );
        Assert.Equal([("Factuur.pdf", 2048L)], view.Files.Select(file => (file.Name, file.Length)));
    }

    [Theory]
    [InlineData(MailState.Bounced, "Dag", null, true)]
    [InlineData(MailState.Failed, "Hier: [[secret]]", "bewaard", true)]
    [InlineData(MailState.Bounced, "Hier: [[secret]]", null, false)]
    [InlineData(MailState.Sent, "Dag", null, false)]
    [InlineData(MailState.Sending, "Dag", null, false)]
    public async Task The_list_offers_to_send_again_what_the_command_sends_again(MailState state, string text, string? secret, bool offered)
    {
        var mail = PlantedMails.Mail(state, text: text, secret: secret);
        await bench.PlantAsync(bench.A, mail);

        Assert.Equal(offered, (await ListAsync("")).Value.Page.Rows.Single().CanBeSentAgain);
        using var owner = bench.As(Role.Owner, bench.A);
        var again = await owner.Get<SendMailAgain>().Run(new(mail.Id, mail.Version), CancellationToken.None);
        Assert.Equal(offered, again.Ok);
        Assert.Equal(offered ? 1 : 0, await bench.LookAsync(bench.A, data => data.WorkItems.CountAsync(item => item.Kind == "mail.send")));
    }

    [Fact]
    public void No_statement_reads_a_secret()
    {
        // Whether there is one may be asked; what it is may not.
        var texts = new[] { typeof(MailListQuery), typeof(MailQuery), typeof(MailPreviewQuery) }.SelectMany(type =>
            SqlTexts.Of(type, SqlTexts.Sqlite)
        );
        Assert.All(
            texts,
            text =>
            {
                Assert.DoesNotContain(
                    "Secret",
                    text.Replace("m.Secret IS NOT NULL", "", StringComparison.Ordinal),
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("*", text.Replace("COUNT(*)", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
        );
    }

    private static MailAttempt Attempt(OutgoingMail mail, int number, MailOutcome outcome, string code, string reply) =>
        new()
        {
            MailId = mail.Id,
            Attempt = number,
            At = mail.CreatedAt,
            Outcome = outcome,
            Code = code,
            Reply = reply,
        };

    private static (int Rows, long Total) Shape(Result<MailList> list) => (list.Value.Page.Rows.Count, list.Value.Page.Total);

    private Task<OutgoingMail> MailAsync(Guid id) =>
        bench.LookAsync(bench.A, data => data.Mails.AsNoTracking().SingleAsync(mail => mail.Id == id));

    private async Task<Result<MailList>> ListAsync(string query, Role role = Role.Owner)
    {
        using var scope = bench.As(role, bench.A);
        return await scope
            .Get<MailListQuery>()
            .Run(ListQuery.Read("http://localhost/workspace/mail" + query, MailLogAddress.Rules), default);
    }
}
