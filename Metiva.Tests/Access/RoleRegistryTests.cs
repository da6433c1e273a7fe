using FsCheck;
using FsCheck.Fluent;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Xunit;

namespace Metiva.Tests.Access;

public sealed class RoleRegistryTests
{
    private static readonly Role[] Roles =
    [
        Role.Owner,
        Role.Admin,
        Role.AccountManager,
        Role.Sales,
        Role.Delivery,
        Role.Marketing,
        Role.Finance,
        Role.Client,
    ];

    private static readonly CompanyKind[] Kinds = [CompanyKind.Agency, CompanyKind.Client];

    [Fact]
    public void Every_permission_of_every_role_at_both_kinds_of_company_is_what_the_hand_written_table_says()
    {
        var differences = new List<string>();
        foreach (var row in HandWrittenRoleTable.Rows)
        {
            foreach (var (name, role, kind) in Cells(row))
            {
                var counts = !row.AgencyOnly || kind == CompanyKind.Agency;
                var expected = counts ? HandWrittenRoleTable.Meaning(row.Letters[Array.IndexOf(Roles, role)], name) : Scope.None;
                var actual = Permissions.Find(name) is { } permission
                    ? RoleRegistry.GrantsFor(RoleSet.Of(role), kind).ScopeOf(permission).ToString()
                    : "missing";
                if (actual != expected.ToString())
                {
                    differences.Add($"{name} for {role} at {kind}: the table says {expected}, the registry {actual}");
                }
            }
        }

        Assert.Empty(differences);
    }

    [Fact]
    public void The_hand_written_table_and_the_registry_know_the_same_permissions() =>
        Assert.Equal(
            HandWrittenRoleTable.Rows.SelectMany(row => row.Permissions).Order(StringComparer.Ordinal),
            Permissions.All.Select(permission => permission.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_hand_written_table_and_the_registry_have_the_same_rows() =>
        Assert.Equal(
            HandWrittenRoleTable.Rows.Select(row => $"{row.Title}: {row.Letters} {row.AgencyOnly}"),
            Permissions.RoleTable.Select(row => $"{row.Title}: {string.Concat(Roles.Select(row.Letter))} {row.AgencyOnly}")
        );

    [Fact]
    public void There_are_eight_roles_and_no_ninth() => Assert.Equal(Roles, Enum.GetValues<Role>());

    [Fact]
    public void No_role_grants_nothing() => Assert.All(Kinds, kind => Assert.Empty(RoleRegistry.GrantsFor(RoleSet.None, kind).Grants()));

    [Fact]
    public void Several_roles_give_each_permission_at_its_widest_scope()
    {
        for (var bits = 0; bits < 256; bits++)
        {
            foreach (var kind in Kinds)
            {
                var together = RoleRegistry.GrantsFor(new RoleSet((byte)bits), kind);
                var alone = Roles
                    .Where((_, index) => (bits & (1 << index)) != 0)
                    .Select(role => RoleRegistry.GrantsFor(RoleSet.Of(role), kind));
                foreach (var permission in Permissions.All)
                {
                    var widest = alone.Select(grants => grants.ScopeOf(permission)).DefaultIfEmpty(Scope.None).Max();
                    Assert.Equal(widest, together.ScopeOf(permission));
                }
            }
        }
    }

    [Fact]
    public void Nothing_of_the_control_plane_is_granted_at_a_client_company()
    {
        var everything = RoleRegistry.GrantsFor(RoleSet.Of(Roles), CompanyKind.Client);
        Assert.All(
            Permissions.All.Where(permission => permission.Row.AgencyOnly),
            permission => Assert.False(everything.Allows(permission))
        );
    }

    [Fact]
    public void A_client_never_reaches_cost_drafts_notes_or_another_clients_view()
    {
        var client = RoleRegistry.GrantsFor(RoleSet.Of(Role.Client), CompanyKind.Client);
        Assert.False(client.Allows(Permissions.CostRates.Read));
        Assert.False(client.Allows(Permissions.Invoices.Read));
        Assert.False(client.Allows(Permissions.Invoices.ReadReviews));
        Assert.False(client.Allows(Permissions.Deals.Read));
        Assert.False(client.Allows(Permissions.Audit.Read));
        Assert.All(
            client.Grants().Where(grant => grant.Permission.Row != Permissions.Profile.Read.Row),
            grant => Assert.Equal(Scope.Published, grant.Scope)
        );
    }

    [Fact]
    public void An_unknown_permission_is_not_found() => Assert.Null(Permissions.Find("invoices.destroy"));

    [Theory]
    [InlineData("")]
    [InlineData("Finance")]
    [InlineData("Owner,Client")]
    public void A_set_of_roles_comes_back_from_its_text(string text) => Assert.Equal(text, RoleSet.Parse(text).ToString());

    [Theory]
    [InlineData("owner")]
    [InlineData("0")]
    [InlineData("Owner,Root")]
    public void A_text_with_an_unknown_role_is_refused(string text) => Assert.Throws<FormatException>(() => RoleSet.Parse(text));

    [Fact]
    public void Every_set_of_roles_comes_back_from_its_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte>(), bits => RoleSet.Parse(new RoleSet(bits).ToString()) == new RoleSet(bits))
            .QuickCheckThrowOnFailure();

    private static IEnumerable<(string Name, Role Role, CompanyKind Kind)> Cells(HandWrittenRoleTable.Row row) =>
        from name in row.Permissions
        from role in Roles
        from kind in Kinds
        select (name, role, kind);
}
