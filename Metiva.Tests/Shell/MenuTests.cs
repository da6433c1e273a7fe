using Metiva.Domain.Access;
using Metiva.Tests.Support;
using Metiva.Web.Shell;
using Metiva.Web.Shell.Access;
using Metiva.Web.Ui;
using Xunit;

namespace Metiva.Tests.Shell;

public sealed class MenuTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Fact]
    public void Every_entry_has_an_address_an_icon_and_a_page_of_its_own()
    {
        Assert.All(Menu.Entries, entry => Assert.StartsWith("/", entry.Href, StringComparison.Ordinal));
        Assert.All(Menu.Entries, entry => Assert.Contains(entry.Icon, IconShapes.Names));
        Assert.Equal(Menu.Entries.Count, Menu.Entries.Select(entry => entry.Page).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Shows_exactly_the_pages_that_the_person_may_reach(Role role)
    {
        using var scope = bench.As(role, bench.A);
        var shown = Menu.For(scope.Tenant, portal: false).Concat(Menu.For(scope.Tenant, portal: true)).SelectMany(part => part).ToHashSet();
        foreach (var entry in Menu.Entries)
        {
            var rule = AccessRule.Of(entry.Page);
            var expected = rule.Surface == Surface.Member ? role != Role.Client : rule.Allows(scope.Tenant);
            Assert.Equal((entry.Page.Name, expected), (entry.Page.Name, shown.Contains(entry)));
        }
    }

    [Fact]
    public void Whoever_views_as_a_client_has_no_workspace_menu()
    {
        using var scope = bench.As(bench.Person(Role.Owner, bench.A), viewAsClient: true);
        Assert.Empty(Menu.For(scope.Tenant, portal: false));
    }

    [Theory]
    [InlineData("/", "HomePage")]
    [InlineData("/?x=1", "HomePage")]
    [InlineData("/workspace/elsewhere", null)]
    public void An_address_belongs_to_one_entry_at_most(string address, string? page) =>
        Assert.Equal(page, Menu.EntryOf(address, Menu.Entries)?.Page.Name);
}
