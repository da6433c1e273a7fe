using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

public sealed class InvitationTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    private Invitations Invitations => bench.Services.GetRequiredService<Invitations>();

    [Fact]
    public async Task Whoever_shows_the_secret_becomes_a_member_once()
    {
        var made = await Invite(Admin, Sales);
        var guest = await bench.AddPersonAsync("Gast Een", bench.B, Client);
        var offer = (await Invitations.FindAsync(guest.AsPerson(), made.Secret, default)).Value;
        Assert.Equal(("Alfa B.V.", "Admin of Alfa B.V.", RoleSet.Of(Sales)), (offer.CompanyName, offer.InviterName, offer.Roles));
        Assert.Null(offer.Refusal);

        Assert.Equal(bench.A, (await Invitations.AcceptAsync(guest.AsPerson(), made.Secret, default)).Value);
        Assert.Equal(RoleSet.Of(Sales), await bench.RolesAsync(bench.A, guest.Id));
        Assert.Equal(RoleSet.Of(Client), await bench.RolesAsync(bench.B, guest.Id));
        Assert.Contains(
            "members.accept-invitation Gast Een became Sales by an invitation of Admin of Alfa B.V..",
            await bench.AuditAsync(bench.A)
        );

        var second = await bench.AddPersonAsync("Gast Twee", bench.B, Client);
        Assert.IsType<InvitationTaken>((await Invitations.AcceptAsync(second.AsPerson(), made.Secret, default)).Error);
        Assert.IsType<InvitationTaken>((await Invitations.FindAsync(second.AsPerson(), made.Secret, default)).Value.Refusal);
    }

    [Fact]
    public async Task Many_who_take_it_at_once_are_one()
    {
        var made = await Invite(Owner, Finance);
        var guests = new List<BenchPerson>();
        for (var number = 0; number < 8; number++)
        {
            guests.Add(await bench.AddPersonAsync($"Haast {number}", bench.B, Client));
        }

        var results = await Task.WhenAll(
            guests.Select(guest => Task.Run(() => Invitations.AcceptAsync(guest.AsPerson(), made.Secret, default)))
        );
        Assert.Single(results, result => result.Ok);
        Assert.All(results.Where(result => !result.Ok), result => Assert.IsType<InvitationTaken>(result.Error));
        Assert.Equal(0, await bench.PendingAsync());
    }

    [Fact]
    public async Task Only_the_hash_is_kept()
    {
        var made = await Invite(Owner, Sales);
        var stored = await bench.ReadAsync(context => context.Invitations.SingleAsync(row => row.Id == made.Id));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(made.Secret))), stored.SecretHash);
        Assert.Equal(43, made.Secret.Length);
        Assert.Equal(TimeSpan.FromDays(7), stored.ExpiresAt - stored.CreatedAt);
        Assert.DoesNotContain(await bench.AuditAsync(bench.A), line => line.Contains(made.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_known_address_gets_the_same_answer_as_an_unknown_one()
    {
        await bench.WriteAsync(context =>
            context.People.Single(person => person.Id == bench.Person(Sales, bench.A).Id).Email = "bekend@alfa.example"
        );
        using var scope = bench.As(Admin, bench.A);
        var known = await scope.Get<InviteMember>().Run(new("bekend@alfa.example", RoleSet.Of(Sales)), default);
        var unknown = await scope.Get<InviteMember>().Run(new("onbekend@alfa.example", RoleSet.Of(Sales)), default);
        Assert.True(known.Ok && unknown.Ok);
    }

    [Fact]
    public async Task A_withdrawn_one_is_refused_and_gone_from_the_list()
    {
        var made = await Invite(Admin, Sales);
        using var scope = bench.As(Owner, bench.A);
        Assert.Contains((await scope.Get<CompanyMembers>().InvitationsAsync(default)).Value, row => row.Id == made.Id);
        Assert.True((await scope.Get<RevokeInvitation>().Run(new(made.Id), default)).Ok);
        Assert.DoesNotContain((await scope.Get<CompanyMembers>().InvitationsAsync(default)).Value, row => row.Id == made.Id);
        Assert.IsType<InvitationRevoked>((await scope.Get<RevokeInvitation>().Run(new(made.Id), default)).Error);

        var guest = await bench.AddPersonAsync("Gast Drie", bench.B, Client);
        Assert.IsType<InvitationRevoked>((await Invitations.AcceptAsync(guest.AsPerson(), made.Secret, default)).Error);
        Assert.Equal(RoleSet.None, await bench.RolesAsync(bench.A, guest.Id));
    }

    [Fact]
    public async Task A_declined_one_can_be_taken_by_nobody()
    {
        var made = await Invite(Admin, Sales);
        var guest = await bench.AddPersonAsync("Gast Vier", bench.B, Client);
        Assert.True((await Invitations.DeclineAsync(guest.AsPerson(), made.Secret, default)).Ok);
        Assert.IsType<InvitationRevoked>((await Invitations.AcceptAsync(guest.AsPerson(), made.Secret, default)).Error);
        Assert.Contains(
            "members.decline-invitation Gast Vier declined the invitation of Admin of Alfa B.V..",
            await bench.AuditAsync(bench.A)
        );
    }

    [Fact]
    public async Task Nobody_makes_themselves_a_member_and_a_member_gains_nothing()
    {
        var made = await Invite(Admin, Finance);
        Assert.IsType<NoSelfGrant>((await Invitations.AcceptAsync(bench.Person(Admin, bench.A).AsPerson(), made.Secret, default)).Error);
        Assert.IsType<AlreadyMember>((await Invitations.AcceptAsync(bench.Person(Sales, bench.A).AsPerson(), made.Secret, default)).Error);
        Assert.Equal(RoleSet.Of(Sales), await bench.RolesAsync(bench.A, bench.Person(Sales, bench.A).Id));
    }

    [Fact]
    public async Task Whoever_was_removed_leaves_no_door_open()
    {
        var inviter = await bench.AddPersonAsync("Weg Straks", bench.A, Admin);
        using var scope = bench.As(inviter);
        var made = (await scope.Get<InviteMember>().Run(new("later@alfa.example", RoleSet.Of(Admin)), default)).Value;
        using var owner = bench.As(Owner, bench.A);
        Assert.True((await owner.Get<RemoveMember>().Run(new(inviter.Id, RoleSet.Of(Admin)), default)).Ok);

        var guest = await bench.AddPersonAsync("Gast Vijf", bench.B, Client);
        Assert.IsType<InviterLostAccess>((await Invitations.AcceptAsync(guest.AsPerson(), made.Secret, default)).Error);
        Assert.IsType<NoSelfGrant>((await Invitations.AcceptAsync(inviter.AsPerson(), made.Secret, default)).Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("kort")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/=")]
    public async Task A_wrong_secret_finds_nothing(string? secret)
    {
        var guest = bench.Person(Client, bench.B).AsPerson();
        Assert.IsType<NotFound>((await Invitations.FindAsync(guest, secret, default)).Error);
        Assert.IsType<NotFound>((await Invitations.AcceptAsync(guest, secret, default)).Error);
        Assert.IsType<NotFound>((await Invitations.DeclineAsync(guest, secret, default)).Error);
    }

    [Theory]
    [InlineData(null, "required")]
    [InlineData("   ", "required")]
    [InlineData("geen-adres", "format")]
    [InlineData("Jan <jan@alfa.example>", "format")]
    [InlineData("jan@alfa.example\r\nBcc: x@y.example", "format")]
    public async Task An_address_has_to_look_like_one(string? email, string reason)
    {
        using var scope = bench.As(Admin, bench.A);
        var error = Assert.IsType<InvalidField>((await scope.Get<InviteMember>().Run(new(email!, RoleSet.Of(Sales)), default)).Error);
        Assert.Equal(("email", reason), (error.Field, error.Reason));
        var tooLong = await scope.Get<InviteMember>().Run(new(new string('a', 250) + "@b.example", RoleSet.Of(Sales)), default);
        Assert.Equal("too-long", Assert.IsType<InvalidField>(tooLong.Error).Reason);
        Assert.IsType<RolesRequired>((await scope.Get<InviteMember>().Run(new("a@b.example", RoleSet.None), default)).Error);
    }

    private async Task<MadeInvitation> Invite(Role by, params Role[] roles)
    {
        using var scope = bench.As(by, bench.A);
        return (await scope.Get<InviteMember>().Run(new("gast@elders.example", RoleSet.Of(roles)), default)).Value;
    }
}
