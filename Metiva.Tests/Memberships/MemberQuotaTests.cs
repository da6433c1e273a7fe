using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

/// <summary>A plan includes so many members, and nobody gets past that by being quick.</summary>
public sealed class MemberQuotaTests : IAsyncLifetime
{
    private static readonly int Quota = PlanQuotas.Of(Plan.Standard).Members;
    private TenancyBench bench = null!;

    private Invitations Invitations => bench.Services.GetRequiredService<Invitations>();

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Of_many_invitations_at_once_no_more_are_made_than_there_is_room_for()
    {
        await FillAsync(room: 3);
        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(number => Task.Run(() => InviteAsync($"gast{number}@example.org")))
        );
        Assert.Equal(3, results.Count(result => result.Ok));
        Assert.All(results.Where(result => !result.Ok), result => Assert.Equal(new MembersQuotaReached(Quota), result.Error));
        Assert.Equal(3, await bench.ReadAsync(control => control.Invitations.CountAsync(row => row.CompanyId == bench.A)));

        // The other company has room of its own.
        using var scope = bench.As(Owner, bench.B);
        Assert.True((await scope.Get<InviteMember>().Run(new("x@example.org", RoleSet.Of(Sales)), default)).Ok);
    }

    [Fact]
    public async Task An_invitation_that_is_withdrawn_makes_room()
    {
        await FillAsync(room: 1);
        var made = await InviteAsync("een@example.org");
        Assert.IsType<MembersQuotaReached>((await InviteAsync("twee@example.org")).Error);
        using var scope = bench.As(Owner, bench.A);
        Assert.True((await scope.Get<RevokeInvitation>().Run(new(made.Value.Id), default)).Ok);
        Assert.True((await InviteAsync("twee@example.org")).Ok);
    }

    [Fact]
    public async Task Of_two_who_take_the_last_place_at_once_one_is_told_why_not()
    {
        var first = await InviteAsync("een@example.org");
        var second = await InviteAsync("twee@example.org");
        await FillAsync(room: 1);
        var guests = new[] { await bench.AddPersonAsync("Een", bench.B, Client), await bench.AddPersonAsync("Twee", bench.B, Client) };
        var secrets = new[] { first.Value.Secret, second.Value.Secret };

        var results = await Task.WhenAll(
            guests.Select((guest, index) => Task.Run(() => Invitations.AcceptAsync(guest.AsPerson(), secrets[index], default)))
        );

        Assert.Single(results, result => result.Ok);
        Assert.Equal(new MembersQuotaReached(Quota), results.Single(result => !result.Ok).Error);
        Assert.Equal(Quota, await MembersAsync());
        Assert.Equal(Quota, bench.Services.GetRequiredService<Snapshots>().Memberships.CountOf(bench.A));
        var loser = results[0].Ok ? 1 : 0;
        Assert.Equal(
            new MembersQuotaReached(Quota),
            (await Invitations.FindAsync(guests[loser].AsPerson(), secrets[loser], default)).Value.Refusal
        );

        // A bigger plan, and the same invitation can be taken.
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.A).Plan = Plan.Plus);
        Assert.True((await Invitations.AcceptAsync(guests[loser].AsPerson(), secrets[loser], default)).Ok);
    }

    [Fact]
    public async Task Whoever_joins_over_a_threshold_leaves_a_warning_once()
    {
        await FillAsync(room: Quota - (Quota * 80 / 100) + 1);
        foreach (var name in new[] { "Een", "Twee" })
        {
            var made = await InviteAsync(name + "@example.org");
            var guest = await bench.AddPersonAsync(name, bench.B, Client);
            Assert.True((await Invitations.AcceptAsync(guest.AsPerson(), made.Value.Secret, default)).Ok);
        }

        var warning = await bench.ReadAsync(control => control.UsageWarnings.SingleAsync());
        Assert.Equal((bench.A, UsageResource.Members, 80), (warning.CompanyId, warning.Resource, warning.Threshold));
    }

    [Fact]
    public async Task A_refused_invitation_leaves_no_warning_and_no_row()
    {
        await FillAsync(room: 0);
        Assert.Equal(new MembersQuotaReached(Quota), (await InviteAsync("een@example.org")).Error);
        Assert.Empty(await bench.ReadAsync(control => control.UsageWarnings.ToListAsync()));
        Assert.Empty(await bench.ReadAsync(control => control.Invitations.ToListAsync()));
    }

    /// <summary>As many members as leave so much room.</summary>
    private async Task FillAsync(int room)
    {
        var missing = Quota - room - await MembersAsync();
        await bench.WriteAsync(control =>
        {
            for (var number = 0; number < missing; number++)
            {
                var person = new PersonId(Guid.NewGuid());
                control.People.Add(
                    new PersonRow
                    {
                        Id = person,
                        Issuer = "https://issuer.example/v2.0",
                        Subject = person.ToString(),
                        Name = $"Lid {number}",
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    }
                );
                control.Memberships.Add(
                    new MembershipRow
                    {
                        PersonId = person,
                        CompanyId = bench.A,
                        Roles = RoleSet.Of(Sales),
                        CreatedAt = DateTimeOffset.UnixEpoch,
                    }
                );
            }
        });
    }

    private Task<int> MembersAsync() => bench.ReadAsync(control => control.Memberships.CountAsync(row => row.CompanyId == bench.A));

    private async Task<Result<MadeInvitation>> InviteAsync(string email)
    {
        using var scope = bench.As(Owner, bench.A);
        return await scope.Get<InviteMember>().Run(new(email, RoleSet.Of(Sales)), default);
    }
}
