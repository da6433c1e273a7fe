using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Xunit;

namespace Metiva.Tests.Access;

public sealed class ViewAsClientTests
{
    private static readonly GrantSet Client = RoleRegistry.GrantsFor(RoleSet.Of(Role.Client), CompanyKind.Client);

    public static TheoryData<CompanyKind> Kinds => [CompanyKind.Agency, CompanyKind.Client];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_never_reaches_further_than_either_side(CompanyKind kind) =>
        ForEverySet(
            kind,
            (own, view, permission) =>
            {
                Assert.True(view.ScopeOf(permission) <= own.ScopeOf(permission));
                Assert.True(view.ScopeOf(permission) <= Client.ScopeOf(permission));
            }
        );

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_only_looks(CompanyKind kind) =>
        ForEverySet(kind, (_, view, permission) => Assert.True(permission.Act == Act.Read || !view.Allows(permission)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_may_see_only_their_own_records_is_not_shown_all_that_was_published(CompanyKind kind) =>
        ForEverySet(
            kind,
            (own, view, permission) =>
            {
                if (own.ScopeOf(permission) == Scope.Own && Client.ScopeOf(permission) == Scope.Published)
                {
                    Assert.False(view.Allows(permission));
                }
            }
        );

    [Fact]
    public void An_account_manager_sees_what_was_published_and_cannot_sign_or_pay()
    {
        var view = RoleRegistry.ViewAsClient(RoleRegistry.GrantsFor(RoleSet.Of(Role.AccountManager), CompanyKind.Client));
        Assert.Equal(Scope.Published, view.ScopeOf(Permissions.Payments.Read));
        Assert.Equal(Scope.Published, view.ScopeOf(Permissions.Contracts.Read));
        Assert.Equal(Scope.Published, view.ScopeOf(Permissions.Projects.Read));
        Assert.False(view.Allows(Permissions.Contracts.Sign));
        Assert.False(view.Allows(Permissions.Payments.Pay));
    }

    [Fact]
    public void Who_may_not_see_payments_does_not_see_them_as_a_client_either()
    {
        var view = RoleRegistry.ViewAsClient(RoleRegistry.GrantsFor(RoleSet.Of(Role.Sales), CompanyKind.Client));
        Assert.False(view.Allows(Permissions.Payments.Read));
        Assert.True(view.Allows(Permissions.Contracts.Read));
    }

    private static void ForEverySet(CompanyKind kind, Action<GrantSet, GrantSet, Permission> check)
    {
        for (var bits = 0; bits < 256; bits++)
        {
            var own = RoleRegistry.GrantsFor(new RoleSet((byte)bits), kind);
            var view = RoleRegistry.ViewAsClient(own);
            foreach (var permission in Permissions.All)
            {
                check(own, view, permission);
            }
        }
    }
}
