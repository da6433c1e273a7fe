using Metiva.Domain.Access;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

public sealed class MemberCommandTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Only_owner_and_admin_manage_members(Role role)
    {
        var other = await bench.MembershipsAsync(bench.B);
        var target = await bench.AddPersonAsync("Target " + role, bench.A, Sales);
        using var scope = bench.As(role, bench.A);
        var results = new List<Error?>
        {
            (await scope.Get<CompanyMembers>().ListAsync(new MemberFilter(), default)).Error,
            (await scope.Get<CompanyMembers>().InvitationsAsync(default)).Error,
            (await scope.Get<ChangeMemberRoles>().Run(new(target.Id, RoleSet.Of(Sales), RoleSet.Of(Finance)), default)).Error,
            (await scope.Get<EndMemberSessions>().Run(new(target.Id), default)).Error,
            (await scope.Get<InviteMember>().Run(new("nieuw@alfa.example", RoleSet.Of(Sales)), default)).Error,
            (await scope.Get<RemoveMember>().Run(new(target.Id, await bench.RolesAsync(bench.A, target.Id)), default)).Error,
        };

        var may = role is Owner or Admin;
        Assert.All(results, error => Assert.Equal(may, error is null));
        Assert.Equal(may ? RoleSet.None : RoleSet.Of(Sales), await bench.RolesAsync(bench.A, target.Id));
        Assert.Equal(other, await bench.MembershipsAsync(bench.B));
        Assert.Equal(0, await bench.PendingAsync());
    }

    [Fact]
    public async Task A_change_is_in_the_audit_with_who_before_and_after_and_known_at_once()
    {
        var target = await bench.AddPersonAsync("Jip van Dam", bench.A, Sales);
        using var live = bench.As(target);
        using var scope = bench.As(Admin, bench.A);
        Assert.True((await scope.Get<ChangeMemberRoles>().Run(new(target.Id, RoleSet.Of(Sales), RoleSet.Of(Finance, Sales)), default)).Ok);

        Assert.Equal(RoleSet.Of(Sales, Finance), await bench.RolesAsync(bench.A, target.Id));
        Assert.Equal(BindingOutcome.AccessChanged, live.Tenant.Recheck(AccessKind.Read));
        Assert.Contains(
            "members.change-roles Changed the roles of Jip van Dam from Sales to Sales,Finance.",
            await bench.AuditAsync(bench.A)
        );
        Assert.DoesNotContain(await bench.AuditAsync(bench.B), line => line.Contains("Jip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removing_ends_the_membership_and_the_sessions_here_only()
    {
        var atA = await bench.AddPersonAsync("Sem de Wit", bench.A, Marketing);
        var atB = await bench.AddMembershipAsync(atA, bench.B, Finance);
        using var here = bench.As(atA);
        using var there = bench.As(atB);
        using var scope = bench.As(Admin, bench.A);
        Assert.True((await scope.Get<RemoveMember>().Run(new(atA.Id, RoleSet.Of(Marketing)), default)).Ok);

        Assert.Equal(BindingOutcome.NotAMember, here.Tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.Bound, there.Tenant.Recheck(AccessKind.Command));
        Assert.Contains("members.remove Removed Sem de Wit, who was Marketing.", await bench.AuditAsync(bench.A));
        Assert.NotNull(await bench.ReadAsync(context => Ended(context, atA.Session)));
        Assert.Null(await bench.ReadAsync(context => Ended(context, atB.Session)));
    }

    [Fact]
    public async Task Sessions_end_at_this_company_only()
    {
        var atA = await bench.AddPersonAsync("Lotte Prins", bench.A, Marketing);
        var atB = await bench.AddMembershipAsync(atA, bench.B, Finance);
        using var here = bench.As(atA);
        using var there = bench.As(atB);
        using var scope = bench.As(Owner, bench.A);
        Assert.Equal(1, (await scope.Get<EndMemberSessions>().Run(new(atA.Id), default)).Value);

        Assert.Equal(BindingOutcome.SessionEnded, here.Tenant.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.Bound, there.Tenant.Recheck(AccessKind.Command));
        Assert.Contains("members.end-sessions Ended the sessions of Lotte Prins here.", await bench.AuditAsync(bench.A));
    }

    [Fact]
    public async Task Members_of_another_company_are_not_there_however_well_one_guesses()
    {
        using var scope = bench.As(Owner, bench.A);
        using var atB = bench.As(Owner, bench.B);
        var invitation = (await atB.Get<InviteMember>().Run(new("b@beta.example", RoleSet.Of(Sales)), default)).Value;
        var members = await bench.MembershipsAsync(bench.B);
        var audit = (A: await bench.AuditAsync(bench.A), B: await bench.AuditAsync(bench.B));

        var victim = bench.Person(Sales, bench.B);
        Assert.IsType<NotFound>(
            (await scope.Get<ChangeMemberRoles>().Run(new(victim.Id, RoleSet.Of(Sales), RoleSet.Of(Client)), default)).Error
        );
        Assert.IsType<NotFound>((await scope.Get<RemoveMember>().Run(new(victim.Id, RoleSet.Of(Sales)), default)).Error);
        Assert.IsType<NotFound>((await scope.Get<EndMemberSessions>().Run(new(victim.Id), default)).Error);
        Assert.IsType<NotFound>((await scope.Get<RevokeInvitation>().Run(new(invitation.Id), default)).Error);
        var listed = (await scope.Get<CompanyMembers>().ListAsync(new MemberFilter(Search: "Beta", Take: 200), default)).Value;
        Assert.Equal(0, listed.Total);
        var invitations = (await scope.Get<CompanyMembers>().InvitationsAsync(default)).Value;
        Assert.DoesNotContain(invitations, row => row.Id == invitation.Id);

        Assert.Equal(members, await bench.MembershipsAsync(bench.B));
        Assert.Equal(audit.A, await bench.AuditAsync(bench.A));
        Assert.Equal(audit.B, await bench.AuditAsync(bench.B));
        using var stillThere = bench.As(victim);
        Assert.Equal(BindingOutcome.Bound, stillThere.Tenant.Recheck(AccessKind.Command));
    }

    [Fact]
    public async Task A_change_on_what_is_no_longer_so_is_refused()
    {
        var target = await bench.AddPersonAsync("Bo Smit", bench.A, Sales);
        using var scope = bench.As(Owner, bench.A);
        var change = scope.Get<ChangeMemberRoles>();
        Assert.True((await change.Run(new(target.Id, RoleSet.Of(Sales), RoleSet.Of(Delivery)), default)).Ok);
        Assert.IsType<ChangedMeanwhile>((await change.Run(new(target.Id, RoleSet.Of(Sales), RoleSet.Of(Finance)), default)).Error);
        Assert.IsType<ChangedMeanwhile>((await scope.Get<RemoveMember>().Run(new(target.Id, RoleSet.Of(Sales)), default)).Error);
        Assert.Equal(RoleSet.Of(Delivery), await bench.RolesAsync(bench.A, target.Id));
    }

    [Fact]
    public async Task Rules_are_kept_by_the_commands()
    {
        var owner = bench.Person(Owner, bench.A);
        using var admin = bench.As(Admin, bench.A);
        var me = bench.Person(Admin, bench.A).Id;
        var audit = await bench.AuditAsync(bench.A);
        Assert.IsType<NoSelfPromotion>(
            (await admin.Get<ChangeMemberRoles>().Run(new(me, RoleSet.Of(Admin), RoleSet.Of(Admin, Finance)), default)).Error
        );
        Assert.IsType<OwnersOnly>(
            (await admin.Get<ChangeMemberRoles>().Run(new(owner.Id, RoleSet.Of(Owner), RoleSet.Of(Sales)), default)).Error
        );
        Assert.IsType<OwnersOnly>((await admin.Get<RemoveMember>().Run(new(owner.Id, RoleSet.Of(Owner)), default)).Error);
        Assert.IsType<OwnersOnly>((await admin.Get<InviteMember>().Run(new("x@y.example", RoleSet.Of(Owner)), default)).Error);
        Assert.IsType<RolesRequired>(
            (await admin.Get<ChangeMemberRoles>().Run(new(owner.Id, RoleSet.Of(Owner), RoleSet.None), default)).Error
        );

        using var agency = bench.As(Owner, bench.Agency);
        var sales = bench.Person(Sales, bench.Agency).Id;
        Assert.IsType<AgencyHasNoClients>(
            (await agency.Get<ChangeMemberRoles>().Run(new(sales, RoleSet.Of(Sales), RoleSet.Of(Client)), default)).Error
        );

        // A refusal leaves nothing behind.
        Assert.Equal(audit, await bench.AuditAsync(bench.A));
        Assert.Equal(0, await bench.PendingAsync());
    }

    [Fact]
    public async Task Whoever_views_as_a_client_changes_nothing()
    {
        using var scope = bench.As(bench.Person(Owner, bench.A), viewAsClient: true);
        var target = bench.Person(Sales, bench.A).Id;
        Assert.IsType<PermissionDenied>((await scope.Get<RemoveMember>().Run(new(target, RoleSet.Of(Sales)), default)).Error);
        Assert.IsType<PermissionDenied>((await scope.Get<CompanyMembers>().ListAsync(new MemberFilter(), default)).Error);
    }

    private static async Task<DateTimeOffset?> Ended(Metiva.Tenancy.ControlPlane.ControlPlaneContext context, SessionId session) =>
        (await context.Sessions.FindAsync(session))!.EndedAt;
}
