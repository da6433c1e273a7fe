using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Xunit;

namespace Metiva.Tests.Binding;

public sealed class TenantContextTests
{
    private readonly BindingWorld world = new();
    private readonly TenantContext context;

    public TenantContextTests() => context = world.Binder.Bind(world.Principal()).Context!;

    [Fact]
    public void It_holds_while_nothing_changes() => Assert.Equal(BindingOutcome.Bound, context.Recheck(AccessKind.Command));

    [Fact]
    public void A_removed_membership_ends_it()
    {
        world.SetMember();

        Assert.Equal(BindingOutcome.NotAMember, context.Recheck(AccessKind.Read));
    }

    [Fact]
    public void A_changed_role_ends_it_and_its_grants_do_not_change()
    {
        world.SetMember(Role.Owner);

        Assert.Equal(BindingOutcome.AccessChanged, context.Recheck(AccessKind.Read));
        Assert.False(context.Allows(Permissions.Members.Edit));
    }

    [Fact]
    public void A_suspended_company_ends_it()
    {
        world.Set(world.Company with { State = CompanyState.Suspended });

        Assert.Equal(BindingOutcome.CompanySuspended, context.Recheck(AccessKind.Read));
    }

    [Fact]
    public void An_ended_session_ends_it()
    {
        world.Snapshots.Sessions.Remove(world.Session);

        Assert.Equal(BindingOutcome.SessionEnded, context.Recheck(AccessKind.Read));
    }

    [Fact]
    public void A_company_that_moved_to_another_database_ends_it()
    {
        world.Set(world.Company with { Database = "33333333-0000-4000-8000-000000000002" });

        Assert.Equal(BindingOutcome.AccessChanged, context.Recheck(AccessKind.Read));
    }

    [Fact]
    public void A_new_name_does_not_end_it()
    {
        world.Set(world.Company with { Name = "Alfa & Zonen" });

        Assert.Equal(BindingOutcome.Bound, context.Recheck(AccessKind.Read));
    }

    [Fact]
    public void Commands_trust_a_shorter_time_than_reads()
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(world.Options.MaxSnapshotAgeForCommandsMilliseconds + 1));

        Assert.Equal(BindingOutcome.Bound, context.Recheck(AccessKind.Read));
        Assert.Equal(BindingOutcome.ControlPlaneUnavailable, context.Recheck(AccessKind.Command));
    }

    [Fact]
    public void It_tells_staff_from_clients()
    {
        world.SetMember(Role.Client);
        var client = world.Binder.Bind(world.Principal()).Context!;

        Assert.True(context is { IsStaff: true, IsPortal: false });
        Assert.True(client is { IsStaff: false, IsPortal: true });
    }

    [Fact]
    public void Looking_again_allocates_nothing()
    {
        context.Recheck(AccessKind.Read);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0; turn < 1_000; turn++)
        {
            context.Recheck(AccessKind.Read);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
