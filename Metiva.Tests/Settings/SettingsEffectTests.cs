using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Settings;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Memberships;
using Metiva.Tenancy.Settings;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Settings;

/// <summary>Each setting does what it says, at its own company only.</summary>
public sealed class SettingsEffectTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    private Snapshots Snapshots => bench.Services.GetRequiredService<Snapshots>();

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task An_invitation_lasts_as_long_as_the_company_says()
    {
        await bench.SetAsync(bench.A, SettingsGroups.General, "invitationDays", "2");
        Assert.Equal(2, await DaysAsync(bench.A));
        Assert.Equal(7, await DaysAsync(bench.B));
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("nl", "nl")]
    public async Task Whoever_comes_by_an_invitation_gets_its_language_unless_they_chose_one(string? own, string expected)
    {
        await bench.SetAsync(bench.A, SettingsGroups.General, "language", "en");
        var guest = await bench.AddPersonAsync("Gast", bench.B, Client);
        await bench.WriteAsync(control => control.People.Single(row => row.Id == guest.Id).Language = own);
        using var scope = bench.As(Owner, bench.A);
        var made = await scope.Get<InviteMember>().Run(new("gast@example.org", RoleSet.Of(Sales)), CancellationToken.None);
        await bench.Services.GetRequiredService<Invitations>().AcceptAsync(guest.AsPerson(), made.Value.Secret, CancellationToken.None);

        var language = await bench.ReadAsync(control =>
            control.People.Where(row => row.Id == guest.Id).Select(row => row.Language).SingleAsync()
        );
        Assert.Equal(expected, language);
    }

    [Fact]
    public async Task A_session_ends_when_it_lay_idle_as_long_as_its_company_says()
    {
        await bench.SetAsync(bench.A, SettingsGroups.Security, "sessionIdleMinutes", "10");
        Assert.Equal(TimeSpan.FromMinutes(10), Snapshots.Sessions.IdleAt(bench.A));
        Assert.Equal(TimeSpan.FromMinutes(60), Snapshots.Sessions.IdleAt(bench.B));
        Assert.Equal(TimeSpan.FromMinutes(60), Snapshots.Sessions.IdleAt(company: null));

        using var here = bench.As(Sales, bench.A);
        using var there = bench.As(Sales, bench.B);
        await IdleAsync(bench.Person(Sales, bench.A), TimeSpan.FromMinutes(11));
        await IdleAsync(bench.Person(Sales, bench.B), TimeSpan.FromMinutes(11));

        Assert.Equal(BindingOutcome.SessionEnded, here.Tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.Bound, there.Tenant.Recheck(AccessKind.Read));
    }

    [Fact]
    public async Task A_company_cannot_make_sessions_last_longer_than_the_installation()
    {
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).SessionIdleMinutes = 400);
        Assert.Equal(TimeSpan.FromMinutes(60), Snapshots.Sessions.IdleAt(bench.A));
    }

    [Fact]
    public async Task Nodes_that_were_never_told_are_told_from_the_outbox()
    {
        await bench.SetAsync(bench.A, SettingsGroups.Security, "sessionIdleMinutes", "10");
        await bench.SetAsync(bench.A, SettingsGroups.Portal, "welcome", "Welkom");
        // As if whoever saved had died before saying so.
        await bench.WriteAsync(control =>
        {
            var row = control.Companies.Single(row => row.Id == bench.A);
            (row.SettingsVersion, row.SessionIdleMinutes) = (0, null);
        });
        Assert.Equal(TimeSpan.FromMinutes(60), Snapshots.Sessions.IdleAt(bench.A));

        using var scope = bench.As(Owner, bench.A);
        var items = await scope
            .Get<Tenancy.CompanyData.CompanyDatabase>()
            .WriteAsync<List<WorkItem>>(
                async (write, token) => await write.Data.WorkItems.OrderBy(item => item.Id).ToListAsync(token),
                CancellationToken.None
            );
        Assert.Equal([AnnounceSettings.Work, AnnounceSettings.Work], items.Value.Select(item => item.Kind));
        var handler = scope.Services.GetServices<IWorkHandler>().Single(handler => handler.Kind == AnnounceSettings.Work);
        foreach (var item in items.Value)
        {
            // The older one overtaken or not: both say what is newest.
            var run = new WorkRun
            {
                ItemId = item.Id,
                Payload = item.Payload,
                Attempt = 1,
                Claim = Guid.NewGuid(),
            };
            await handler.RunAsync(run, CancellationToken.None);
            Assert.Equal(TimeSpan.FromMinutes(10), Snapshots.Sessions.IdleAt(bench.A));
            Assert.Equal(2, Snapshots.Catalog.Find(bench.A)!.SettingsVersion);
        }
    }

    private async Task<double> DaysAsync(CompanyId company)
    {
        using var scope = bench.As(Owner, company);
        var before = TimeProvider.System.GetUtcNow();
        var made = await scope.Get<InviteMember>().Run(new("x@example.org", RoleSet.Of(Sales)), CancellationToken.None);
        return Math.Floor((made.Value.ExpiresAt - before).TotalDays);
    }

    private Task IdleAsync(BenchPerson person, TimeSpan since)
    {
        // The snapshot never lets a session look older than this node saw it, so it is another one to it.
        Snapshots.Sessions.Remove(person.Session);
        return bench.WriteAsync(control =>
        {
            var row = control.Sessions.Single(row => row.Id == person.Session);
            row.LastSeenAt = TimeProvider.System.GetUtcNow() - since;
        });
    }
}
