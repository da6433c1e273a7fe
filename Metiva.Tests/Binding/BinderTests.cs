using System.Security.Claims;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;
using Xunit;

namespace Metiva.Tests.Binding;

public sealed class BinderTests
{
    private readonly BindingWorld world = new();

    [Fact]
    public void A_member_with_a_live_session_is_bound_to_the_company_of_the_claim()
    {
        var result = world.Binder.Bind(world.Principal());

        Assert.Equal(BindingOutcome.Bound, result.Outcome);
        Assert.Equal(world.Company.Id, result.Context!.CompanyId);
        Assert.Equal(world.Person, result.Context.PersonId);
        Assert.True(result.Context.Allows(Permissions.Invoices.Issue));
    }

    [Fact]
    public void A_refusal_carries_no_context() => Assert.Null(world.Binder.Bind(new ClaimsPrincipal()).Context);

    // One test for each pair of neighbours in the order of refusals: both reasons hold, the first is given.

    [Fact]
    public void Not_signed_in_comes_before_a_missing_claim() =>
        Assert.Equal(BindingOutcome.NotSignedIn, world.Bind(new ClaimsPrincipal(new ClaimsIdentity())));

    [Fact]
    public void A_missing_claim_is_no_malformed_one() => Assert.Equal(BindingOutcome.ClaimMissing, world.Bind(world.Principal([])));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("{33333333-0000-4000-8000-000000000001}")]
    [InlineData("33333333000040008000000000000001")]
    [InlineData(" 33333333-0000-4000-8000-000000000001")]
    [InlineData("[\"33333333-0000-4000-8000-000000000001\"]")]
    [InlineData("33333333-0000-4000-8000-000000000001,33333333-0000-4000-8000-000000000002")]
    public void What_is_not_one_guid_is_malformed(string value) =>
        Assert.Equal(BindingOutcome.ClaimMalformed, world.Bind(world.Principal(value)));

    [Fact]
    public void A_very_long_claim_is_malformed() =>
        Assert.Equal(BindingOutcome.ClaimMalformed, world.Bind(world.Principal(new string('3', 1_000_000))));

    [Fact]
    public void Two_claims_are_ambiguous_even_when_both_are_malformed() =>
        Assert.Equal(BindingOutcome.ClaimAmbiguous, world.Bind(world.Principal("x", "y")));

    [Fact]
    public void Two_equal_claims_are_ambiguous_before_a_stale_snapshot_is_looked_at()
    {
        world.Stale();

        Assert.Equal(BindingOutcome.ClaimAmbiguous, world.Bind(world.Principal(world.Company.Id.ToString(), world.Company.Id.ToString())));
    }

    [Fact]
    public void A_stale_snapshot_comes_before_an_unknown_company()
    {
        world.Stale();

        Assert.Equal(BindingOutcome.ControlPlaneUnavailable, world.Bind(world.Principal(Guid.NewGuid().ToString())));
    }

    [Fact]
    public void An_unknown_company_comes_before_no_membership()
    {
        world.SetMember();

        Assert.Equal(BindingOutcome.CompanyUnknown, world.Bind(world.Principal(Guid.NewGuid().ToString())));
    }

    [Fact]
    public void No_membership_comes_before_an_ended_session()
    {
        world.SetMember();
        world.Snapshots.Sessions.Remove(world.Session);

        Assert.Equal(BindingOutcome.NotAMember, world.Bind());
    }

    [Fact]
    public void An_ended_session_comes_before_the_companys_state()
    {
        world.Snapshots.Sessions.Remove(world.Session);
        world.Set(world.Company with { State = CompanyState.Provisioning });

        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Theory]
    [InlineData(CompanyState.Provisioning, BindingOutcome.CompanyProvisioning)]
    [InlineData(CompanyState.Suspended, BindingOutcome.CompanySuspended)]
    [InlineData(CompanyState.Closing, BindingOutcome.CompanyClosing)]
    public void The_state_comes_before_the_schema(CompanyState state, BindingOutcome outcome)
    {
        world.Set(world.Company with { State = state, SchemaVersion = SchemaVersions.Newest + 1 });

        Assert.Equal(outcome, world.Bind());
    }

    [Theory]
    [InlineData(SchemaVersions.Oldest - 1)]
    [InlineData(SchemaVersions.Newest + 1)]
    public void A_schema_that_this_build_does_not_serve_is_refused(int version)
    {
        world.Set(world.Company with { SchemaVersion = version });

        Assert.Equal(BindingOutcome.SchemaOutOfRange, world.Bind());
    }

    [Fact]
    public void A_session_of_another_person_is_not_live()
    {
        world.Snapshots.Sessions.Remove(world.Session);
        world.Snapshots.Sessions.Set(world.NewSession(person: new PersonId(Guid.NewGuid())));

        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Fact]
    public void A_session_of_another_company_is_not_live()
    {
        world.Snapshots.Sessions.Remove(world.Session);
        world.Snapshots.Sessions.Set(world.NewSession(company: new CompanyId(Guid.NewGuid())));

        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Fact]
    public void A_session_ends_when_it_lies_idle_and_not_while_it_is_used()
    {
        for (var minutes = 0; minutes < 7 * 60; minutes += 30)
        {
            world.Snapshots.MarkFresh(world.Time.GetTimestamp());
            Assert.Equal(BindingOutcome.Bound, world.Bind());
            world.Snapshots.Sessions.Touch(world.Session);
            world.Time.Advance(TimeSpan.FromMinutes(30));
        }

        world.Time.Advance(world.Options.SessionIdle);
        world.Snapshots.MarkFresh(world.Time.GetTimestamp());
        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Fact]
    public void What_arrives_after_a_session_lay_idle_does_not_bring_it_back()
    {
        world.Time.Advance(world.Options.SessionIdle);
        world.Snapshots.MarkFresh(world.Time.GetTimestamp());

        world.Snapshots.Sessions.Touch(world.Session);

        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Fact]
    public void A_session_ends_after_its_time_however_much_it_is_used()
    {
        for (var minutes = 0; minutes < 8 * 60; minutes += 30)
        {
            world.Snapshots.Sessions.Touch(world.Session);
            world.Time.Advance(TimeSpan.FromMinutes(30));
        }

        world.Snapshots.MarkFresh(world.Time.GetTimestamp());
        Assert.Equal(BindingOutcome.SessionEnded, world.Bind());
    }

    [Fact]
    public void An_identity_of_another_scheme_is_not_signed_in()
    {
        var claims = world.Principal().Claims;

        Assert.Equal(BindingOutcome.NotSignedIn, world.Bind(new ClaimsPrincipal(new ClaimsIdentity(claims, "Cookies"))));
    }

    [Theory]
    [InlineData(ClaimNames.Person)]
    [InlineData(ClaimNames.Session)]
    public void Two_persons_or_sessions_in_one_principal_are_not_signed_in(string claim)
    {
        var principal = world.Principal();
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(claim, Guid.NewGuid().ToString()));

        Assert.Equal(BindingOutcome.NotSignedIn, world.Bind(principal));
    }

    [Fact]
    public void Every_outcome_is_counted_by_its_name()
    {
        world.Bind();
        world.Bind();
        world.Bind(new ClaimsPrincipal());

        Assert.Equal(2, world.Counters.Of(BindingOutcome.Bound));
        Assert.Equal(1, world.Counters.Of(BindingOutcome.NotSignedIn));
        Assert.Equal(0, world.Counters.Of(BindingOutcome.NotAMember));
    }

    [Fact]
    public void A_scope_is_bound_once()
    {
        var scope = new TenantScope();
        scope.Freeze(world.Binder.Bind(world.Principal()));

        Assert.Throws<InvalidOperationException>(() => scope.Freeze(world.Binder.Bind(world.Principal())));
    }

    [Fact]
    public void A_scope_that_was_refused_throws_its_reason()
    {
        var scope = new TenantScope();
        scope.Freeze(world.Binder.Bind(world.Principal([])));

        Assert.Equal(BindingOutcome.ClaimMissing, Assert.Throws<BindingRefusedException>(() => scope.Context).Outcome);
    }
}
