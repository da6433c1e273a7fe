using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Domain.Shared;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

public sealed class MembershipRulesTests
{
    private static readonly PersonId Me = new(Guid.Parse("11111111-0000-4000-8000-000000000000"));
    private static readonly PersonId Other = new(Guid.Parse("22222222-0000-4000-8000-000000000000"));

    [Theory]
    [InlineData(Owner, Sales, Finance, null)]
    [InlineData(Owner, Sales, Owner, null)]
    [InlineData(Owner, Owner, Sales, null)]
    [InlineData(Admin, Sales, Admin, null)]
    [InlineData(Admin, Admin, Sales, null)]
    [InlineData(Admin, Sales, Owner, typeof(OwnersOnly))]
    [InlineData(Admin, Owner, Sales, typeof(OwnersOnly))]
    [InlineData(Finance, Sales, Delivery, typeof(PermissionDenied))]
    [InlineData(Client, Sales, Delivery, typeof(PermissionDenied))]
    [InlineData(Admin, Sales, Sales, typeof(RolesUnchanged))]
    public void Changing_the_roles_of_another(Role by, Role before, Role after, Type? refusal) =>
        Assert.Equal(refusal, Change(Is(Me, by), Is(Other, before), RoleSet.Of(after))?.GetType());

    [Fact]
    public void An_admin_cannot_promote_themselves()
    {
        Assert.IsType<NoSelfPromotion>(Change(Is(Me, Admin), Is(Me, Admin), RoleSet.Of(Admin, Finance)));
        Assert.IsType<NoSelfPromotion>(Change(Is(Me, Admin), Is(Me, Admin), RoleSet.Of(Owner)));
        Assert.IsType<NoSelfPromotion>(Change(Is(Me, Owner), Is(Me, Owner), RoleSet.Of(Owner, Finance)));
    }

    [Fact]
    public void Owners_may_drop_their_own_roles_unless_they_are_the_last()
    {
        Assert.Null(Change(Is(Me, Owner, Sales), Is(Me, Owner, Sales), RoleSet.Of(Sales)));
        Assert.IsType<LastOwner>(Change(Is(Me, Owner, Sales), Is(Me, Owner, Sales), RoleSet.Of(Sales), otherOwners: 0));
        Assert.Null(Change(Is(Me, Owner, Sales), Is(Me, Owner, Sales), RoleSet.Of(Owner), otherOwners: 0));
        Assert.IsType<LastOwner>(MembershipRules.Remove(CompanyKind.Client, Is(Me, Owner), Is(Me, Owner), otherOwners: 0));
    }

    [Fact]
    public void A_member_keeps_at_least_one_role() => Assert.IsType<RolesRequired>(Change(Is(Me, Owner), Is(Other, Sales), RoleSet.None));

    [Fact]
    public void Whoever_is_no_member_is_not_found()
    {
        Assert.IsType<NotFound>(Change(Is(Me, Owner), Is(Other), RoleSet.Of(Sales)));
        Assert.IsType<NotFound>(MembershipRules.Remove(CompanyKind.Client, Is(Me, Owner), Is(Other), otherOwners: 3));
        Assert.IsType<NotFound>(MembershipRules.EndSessions(CompanyKind.Client, Is(Me, Owner), Is(Other)));
    }

    [Fact]
    public void The_agency_has_no_clients()
    {
        Assert.IsType<AgencyHasNoClients>(
            MembershipRules.Change(CompanyKind.Agency, Is(Me, Owner), Is(Other, Sales), RoleSet.Of(Client), 1)
        );
        Assert.IsType<AgencyHasNoClients>(MembershipRules.Invite(CompanyKind.Agency, Is(Me, Owner), RoleSet.Of(Sales, Client)));
        Assert.IsType<AgencyHasNoClients>(MembershipRules.Accept(CompanyKind.Agency, Is(Me, Owner), Is(Other), RoleSet.Of(Client)));
        Assert.Null(MembershipRules.Invite(CompanyKind.Client, Is(Me, Owner), RoleSet.Of(Client)));
    }

    [Theory]
    [InlineData(Owner, Owner, null)]
    [InlineData(Admin, Admin, null)]
    [InlineData(Admin, Owner, typeof(OwnersOnly))]
    [InlineData(Sales, Sales, typeof(PermissionDenied))]
    public void Inviting(Role by, Role to, Type? refusal) =>
        Assert.Equal(refusal, MembershipRules.Invite(CompanyKind.Client, Is(Me, by), RoleSet.Of(to))?.GetType());

    [Fact]
    public void Nobody_takes_their_own_invitation_or_one_of_somebody_who_lost_the_right_to_give_it()
    {
        Assert.Null(MembershipRules.Accept(CompanyKind.Client, Is(Me, Admin), Is(Other), RoleSet.Of(Sales)));
        Assert.IsType<NoSelfGrant>(MembershipRules.Accept(CompanyKind.Client, Is(Me, Admin), Is(Me), RoleSet.Of(Sales)));
        Assert.IsType<NoSelfGrant>(MembershipRules.Accept(CompanyKind.Client, Is(Me), Is(Me), RoleSet.Of(Sales)));
        Assert.IsType<InviterLostAccess>(MembershipRules.Accept(CompanyKind.Client, Is(Me), Is(Other), RoleSet.Of(Sales)));
        Assert.IsType<InviterLostAccess>(MembershipRules.Accept(CompanyKind.Client, Is(Me, Admin), Is(Other), RoleSet.Of(Owner)));
        Assert.IsType<AlreadyMember>(MembershipRules.Accept(CompanyKind.Client, Is(Me, Admin), Is(Other, Sales), RoleSet.Of(Finance)));
    }

    [Fact]
    public void Whatever_members_ask_for_there_is_an_owner_and_nobody_gains_by_themselves() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(byte By, byte Member, byte Roles)[]>(),
                requests =>
                {
                    var company = new Dictionary<PersonId, RoleSet>
                    {
                        [Person(0)] = RoleSet.Of(Owner),
                        [Person(1)] = RoleSet.Of(Admin),
                        [Person(2)] = RoleSet.Of(Owner, Finance),
                        [Person(3)] = RoleSet.Of(Sales),
                    };
                    return requests.All(request =>
                        Holds(company, Person(request.By % 5), Person(request.Member % 5), new RoleSet(request.Roles))
                    );
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static bool Holds(Dictionary<PersonId, RoleSet> company, PersonId by, PersonId member, RoleSet after)
    {
        var asker = new Standing(by, company.GetValueOrDefault(by));
        var target = new Standing(member, company.GetValueOrDefault(member));
        var others = company.Count(pair => pair.Key != member && pair.Value.Has(Owner));
        var error = after.IsEmpty
            ? MembershipRules.Remove(CompanyKind.Client, asker, target, others)
            : MembershipRules.Change(CompanyKind.Client, asker, target, after, others);
        if (error is not null)
        {
            return true;
        }

        company[member] = after;
        if (after.IsEmpty)
        {
            company.Remove(member);
        }

        var ownerMoved = target.Roles.Has(Owner) != after.Has(Owner) || target.Roles.Has(Owner);
        return company.Values.Any(roles => roles.Has(Owner))
            && (by != member || (after.Bits & ~target.Roles.Bits) == 0)
            && (!ownerMoved || asker.Roles.Has(Owner))
            && (asker.Roles.Has(Owner) || asker.Roles.Has(Admin));
    }

    private static PersonId Person(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]));

    private static Standing Is(PersonId id, params ReadOnlySpan<Role> roles) => new(id, RoleSet.Of(roles));

    private static Error? Change(Standing by, Standing member, RoleSet after, int otherOwners = 1) =>
        MembershipRules.Change(CompanyKind.Client, by, member, after, otherOwners);
}
