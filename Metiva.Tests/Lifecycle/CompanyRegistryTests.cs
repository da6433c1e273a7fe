using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Lifecycle;
using Metiva.Tenancy.Memberships;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Lifecycle;

public sealed class CompanyRegistryTests(TenancyBench bench) : IClassFixture<TenancyBench>
{
    [Fact]
    public async Task Companies_are_searched_filtered_sorted_and_paged_in_the_database()
    {
        using var agency = bench.As(Owner, bench.Agency);
        var registry = agency.Get<CompanyRegistry>();
        Assert.Equal(["Alfa B.V.", "Beta B.V.", "Bureau Bench"], await Names(registry, new CompanyFilter()));
        Assert.Equal(["Bureau Bench", "Beta B.V."], await Names(registry, new CompanyFilter(Descending: true, Take: 2)));
        Assert.Equal(["Beta B.V."], await Names(registry, new CompanyFilter(Skip: 1, Take: 1)));
        Assert.Equal(["Beta B.V."], await Names(registry, new CompanyFilter(Search: "bETA")));
        Assert.Equal(["Bureau Bench"], await Names(registry, new CompanyFilter(Kind: CompanyKind.Agency)));
        Assert.Empty(await Names(registry, new CompanyFilter(State: CompanyState.Suspended)));
        Assert.Empty(await Names(registry, new CompanyFilter(Search: "' OR 1=1 --")));
        foreach (var sort in Enum.GetValues<CompanySort>())
        {
            Assert.Equal(3, (await registry.ListAsync(new CompanyFilter(Sort: sort, Descending: true, Take: 1), default)).Value.Total);
        }
    }

    [Fact]
    public async Task A_company_shows_what_stands_behind_it()
    {
        using var agency = bench.As(Admin, bench.Agency);
        var registry = agency.Get<CompanyRegistry>();
        var detail = (await registry.FindAsync(bench.A, default)).Value;
        Assert.Equal((bench.A, 8, 8), (detail.Summary.Id, detail.Summary.Members, detail.LiveSessions));
        Assert.Equal((CompanyState.Active, "bench", "local"), (detail.Summary.State, detail.Summary.Server, detail.Region));
        Assert.True(detail.SchemaServed);
        Assert.Equal(SchemaVersions.Newest, detail.Summary.SchemaVersion);

        var members = (await registry.MembersAsync(bench.A, new MemberFilter(Role: Client), default)).Value;
        Assert.Equal("Client of Alfa B.V.", Assert.Single(members.Rows).Name);
        Assert.IsType<NotFound>((await registry.FindAsync(new CompanyId(Guid.NewGuid()), default)).Error);
    }

    private static async Task<List<string>> Names(CompanyRegistry registry, CompanyFilter filter) =>
        [.. (await registry.ListAsync(filter, CancellationToken.None)).Value.Rows.Select(row => row.Name)];
}
