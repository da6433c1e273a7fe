using Dapper;
using Metiva.Domain.Access;
using Metiva.Domain.Accounts;
using Metiva.Domain.Companies;
using Metiva.Domain.Invoices;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Metiva.Tests.Support;
using Metiva.Tests.Workspace.Invoices;
using Metiva.Web.Shell.Notifications;
using Metiva.Web.Workspace.Invoices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Notifications;

public sealed class NotifyingTests : IAsyncLifetime
{
    private TenancyBench bench = null!;
    private Account customer = null!;

    public async Task InitializeAsync()
    {
        bench = await TenancyBench.StartAsync(services => services.AddInvoices());
        customer = await bench.AddCustomerAsync(bench.A);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_submitted_invoice_is_told_to_those_who_may_issue_it_at_this_company_and_to_nobody_else()
    {
        await SubmitAsync(Role.Delivery);
        foreach (var role in Enum.GetValues<Role>())
        {
            var kinds = (await ListAsync(role, bench.A)).Rows.Select(row => row.Kind);
            Assert.Equal(role is Role.Owner or Role.Finance ? ["invoices.submitted"] : [], kinds);
        }

        Assert.Equal(0, (await ListAsync(Role.Owner, bench.B)).Total);
        Assert.Equal(0, (await ListAsync(Role.Owner, bench.Agency)).Total);
    }

    [Fact]
    public async Task Whoever_does_it_is_not_told()
    {
        await SubmitAsync(Role.Finance);
        Assert.Equal((0, 1), ((await ListAsync(Role.Finance, bench.A)).Total, (await ListAsync(Role.Owner, bench.A)).Total));
    }

    [Fact]
    public async Task Its_writer_hears_that_it_came_back_and_that_it_was_issued_and_clients_that_it_is_there()
    {
        var invoice = await SubmitAsync(Role.Delivery);
        using (var finance = bench.As(Role.Finance, bench.A))
        {
            var sent = await finance.Get<SendBackInvoice>().Run(new(invoice.Id, invoice.Version, "Tarief \"klopt\" niet"), default);
            using var delivery = bench.As(Role.Delivery, bench.A);
            var again = await delivery.Get<SubmitInvoice>().Run(new(invoice.Id, sent.Value), default);
            Assert.Null((await finance.Get<IssueInvoice>().Run(new(invoice.Id, again.Value), default)).Error);
        }

        var told = await ListAsync(Role.Delivery, bench.A);
        Assert.Equal(["invoices.issued", "invoices.sent-back"], told.Rows.Select(row => row.Kind));
        Assert.Contains("Tarief \\\"klopt\\\" niet", told.Rows[1].Facts, StringComparison.Ordinal);
        Assert.Equal(["portal.invoice-published"], (await ListAsync(Role.Client, bench.A)).Rows.Select(row => row.Kind));
        Assert.Equal(0, (await ListAsync(Role.Client, bench.B)).Total);
    }

    [Fact]
    public async Task What_is_not_kept_is_told_to_nobody()
    {
        var woken = 0;
        using var owner = bench.As(Role.Owner, bench.A);
        using var listening = bench.Services.GetRequiredService<NotificationSignals>().Listen(owner.Tenant, () => woken++);
        using var delivery = bench.As(Role.Delivery, bench.A);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            delivery
                .Get<CompanyDatabase>()
                .WriteAsync<bool>(
                    async (write, token) =>
                    {
                        await write.NotifyAllAsync(NotificationKinds.InvoiceSubmitted, Guid.NewGuid(), new { By = "x" }, token);
                        await write.Data.SaveChangesAsync(token);
                        throw new InvalidOperationException("Died in the middle.");
                    },
                    default
                )
        );
        Assert.Equal((0, 0), ((await ListAsync(Role.Owner, bench.A)).Total, woken));

        await SubmitAsync(Role.Delivery);
        Assert.Equal((1, 1), ((await ListAsync(Role.Owner, bench.A)).Total, woken));
    }

    [Fact]
    public async Task Pages_of_another_person_or_at_another_company_are_not_woken()
    {
        var woken = 0;
        var signals = bench.Services.GetRequiredService<NotificationSignals>();
        using var sales = bench.As(Role.Sales, bench.A);
        using var there = bench.As(Role.Owner, bench.B);
        using var first = signals.Listen(sales.Tenant, () => woken++);
        using var second = signals.Listen(there.Tenant, () => woken++);
        await SubmitAsync(Role.Delivery);
        Assert.Equal(0, woken);
    }

    [Fact]
    public async Task What_a_person_may_no_longer_know_is_not_shown()
    {
        await SubmitAsync(Role.Delivery);
        var finance = bench.Person(Role.Finance, bench.A);
        await bench.WriteAsync(control =>
        {
            var membership = control.Memberships.Single(row => row.PersonId == finance.Id && row.CompanyId == bench.A);
            membership.Roles = RoleSet.Of(Role.Sales);
        });
        using var scope = bench.As(finance);
        var list = await scope.Get<NotificationListQuery>().Run(new NotificationRequest(), default);
        Assert.Equal((0, 0), (list.Value.Total, list.Value.UnreadCount));
        Assert.Equal(0, (await scope.Get<ReadNotifications>().Run(new(null), default)).Value);
    }

    [Fact]
    public async Task Only_ones_own_are_marked_as_read_whosever_id_is_sent()
    {
        await SubmitAsync(Role.Delivery);
        var owners = (await ListAsync(Role.Owner, bench.A)).Rows[0].Id;
        foreach (var (role, company) in new[] { (Role.Finance, bench.A), (Role.Sales, bench.A), (Role.Owner, bench.B) })
        {
            using var stranger = bench.As(role, company);
            Assert.Equal(0, (await stranger.Get<ReadNotifications>().Run(new(owners), default)).Value);
        }

        Assert.Equal(1, (await ListAsync(Role.Owner, bench.A)).UnreadCount);
        using var owner = bench.As(Role.Owner, bench.A);
        Assert.Equal(1, (await owner.Get<ReadNotifications>().Run(new(owners), default)).Value);
        Assert.Equal((1, 0), ((await ListAsync(Role.Owner, bench.A)).Total, (await ListAsync(Role.Owner, bench.A)).UnreadCount));
        Assert.Equal(1, (await ListAsync(Role.Finance, bench.A)).UnreadCount);
    }

    [Fact]
    public async Task A_kind_that_a_person_does_not_want_does_not_come_and_the_wish_holds_at_this_company_only()
    {
        using (var owner = bench.As(Role.Owner, bench.A))
        {
            var wishes = new ChangeNotificationWishes.Command(DigestPace.Weekly, ["invoices.submitted"]);
            Assert.Null((await owner.Get<ChangeNotificationWishes>().Run(wishes, default)).Error);
            Assert.Equal(DigestPace.Weekly, (await owner.Get<NotificationWishesQuery>().Run(default)).Value.Digest);
            var unknown = new ChangeNotificationWishes.Command(DigestPace.Off, ["no.such"]);
            Assert.IsType<InvalidField>((await owner.Get<ChangeNotificationWishes>().Run(unknown, default)).Error);
        }

        await SubmitAsync(Role.Delivery);
        Assert.Equal((0, 1), ((await ListAsync(Role.Owner, bench.A)).Total, (await ListAsync(Role.Finance, bench.A)).Total));
        using var there = bench.As(Role.Owner, bench.B);
        Assert.Empty((await there.Get<NotificationWishesQuery>().Run(default)).Value.Muted);
    }

    [Fact]
    public async Task Another_nodes_notification_wakes_whoever_it_is_for_and_old_ones_wake_nobody()
    {
        await SubmitAsync(Role.Delivery);
        var woken = new List<string>();
        var feed = bench.Services.GetRequiredService<NotificationFeed>();
        var signals = bench.Services.GetRequiredService<NotificationSignals>();
        using var owner = bench.As(Role.Owner, bench.A);
        using var finance = bench.As(Role.Finance, bench.A);
        using var first = signals.Listen(owner.Tenant, () => woken.Add("owner"));
        using var second = signals.Listen(finance.Tenant, () => woken.Add("finance"));
        await feed.LookAsync(default);
        Assert.Empty(woken);

        // As another node writes it: this one hears nothing of the commit.
        await using (var beside = await bench.OpenBesideAsync(bench.A))
        {
            await beside.ExecuteAsync(
                "INSERT INTO Notifications (Id, PersonId, Kind, EntityId, Facts, CreatedAt)"
                    + " VALUES (@Id, @Person, 'invoices.submitted', @Id, '{}', @At)",
                new
                {
                    Id = Guid.NewGuid().ToString(),
                    Person = owner.Tenant.PersonId.ToString(),
                    At = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                }
            );
        }

        await feed.LookAsync(default);
        await feed.LookAsync(default);
        Assert.Equal(["owner"], woken);
    }

    [Fact]
    public void Every_kind_has_a_place_in_the_statements() => Assert.True(NotificationKinds.All.Count <= NotificationKinds.Most);

    private async Task<Invoice> SubmitAsync(Role role)
    {
        var person = bench.Person(role, bench.A);
        var invoice = await bench.AddInvoiceAsync(bench.A, customer, by: new Actor(person.Id, person.Name));
        using var scope = bench.As(role, bench.A);
        Assert.Null((await scope.Get<SubmitInvoice>().Run(new(invoice.Id, invoice.Version), default)).Error);
        return await bench.ReadInvoiceAsync(bench.A, invoice.Id);
    }

    private async Task<NotificationList> ListAsync(Role role, CompanyId company)
    {
        using var scope = bench.As(role, company);
        return (await scope.Get<NotificationListQuery>().Run(new NotificationRequest(), default)).Value;
    }
}
