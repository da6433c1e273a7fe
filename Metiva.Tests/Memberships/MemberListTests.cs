using Metiva.Domain.Access;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Memberships;

public sealed class MemberListTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    [Fact]
    public async Task Members_are_searched_filtered_sorted_and_paged_in_the_database()
    {
        await bench.AddPersonAsync("anna 100% zeker", bench.Agency, Sales, Finance);
        await bench.AddPersonAsync("Anna 100x zeker", bench.Agency, Marketing);
        using var scope = bench.As(Owner, bench.Agency);
        var members = scope.Get<CompanyMembers>();

        Assert.Equal(["anna 100% zeker"], await Names(members, new MemberFilter(Search: "100%")));
        Assert.Equal(["anna 100% zeker", "Anna 100x zeker"], await Names(members, new MemberFilter(Search: "ANNA")));
        Assert.Equal(["anna 100% zeker", "Finance of Bureau Bench"], await Names(members, new MemberFilter(Role: Finance)));

        var all = await Names(members, new MemberFilter(Take: 200));
        Assert.Equal(9, all.Count);
        Assert.Equal(all.Order(StringComparer.OrdinalIgnoreCase), all);
        Assert.Equal(all.AsEnumerable().Reverse(), await Names(members, new MemberFilter(Descending: true, Take: 200)));
        Assert.Equal(all.Skip(4).Take(3), await Names(members, new MemberFilter(Skip: 4, Take: 3)));
        foreach (var sort in Enum.GetValues<MemberSort>())
        {
            var page = (await members.ListAsync(new MemberFilter(Sort: sort, Descending: true, Take: 4), default)).Value;
            Assert.Equal((4, 9), (page.Rows.Count, page.Total));
        }
    }

    [Theory]
    [InlineData("'; DROP TABLE Memberships; --")]
    [InlineData("[a-z]")]
    [InlineData("\\")]
    [InlineData("_____")]
    public async Task A_search_text_is_only_text(string search)
    {
        using var scope = bench.As(Owner, bench.A);
        Assert.Empty(await Names(scope.Get<CompanyMembers>(), new MemberFilter(Search: search)));
    }

    [Theory]
    [InlineData(-5, -5)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task Absurd_pages_are_no_error(int skip, int take)
    {
        using var scope = bench.As(Owner, bench.A);
        var page = (await scope.Get<CompanyMembers>().ListAsync(new MemberFilter(Skip: skip, Take: take), default)).Value;
        Assert.InRange(page.Rows.Count, 0, CompanyMembers.MaxTake);
    }

    [Fact]
    public async Task A_member_shows_sessions_at_this_company_only()
    {
        var atA = await bench.AddPersonAsync("Noor Tweemaal", bench.A, Sales);
        await bench.AddMembershipAsync(atA, bench.B, Finance);
        using var scope = bench.As(Owner, bench.A);
        var member = Assert.Single((await scope.Get<CompanyMembers>().ListAsync(new MemberFilter("Tweemaal"), default)).Value.Rows);
        Assert.Equal((1, RoleSet.Of(Sales)), (member.LiveSessions, member.Roles));
        Assert.NotNull(member.LastSeenAt);
    }

    private static async Task<List<string>> Names(CompanyMembers members, MemberFilter filter) =>
        [.. (await members.ListAsync(filter, CancellationToken.None)).Value.Rows.Select(row => row.Name)];
}
