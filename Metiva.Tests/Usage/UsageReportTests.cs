using Metiva.Domain.Access;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Support;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Usage;

public sealed class UsageReportTests : IAsyncLifetime
{
    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 15, 12, 0, 0, TimeSpan.Zero));
    private TenancyBench bench = null!;

    public async Task InitializeAsync()
    {
        bench = await UsageBench.StartAsync(time: time);
        await bench.WriteAsync(control =>
        {
            control.Companies.Single(row => row.Id == bench.B).Plan = Plan.Plus;
            control.UsageCounters.AddRange(
                Row(bench.A, 202611, UsageResource.ApiCalls, 50_000),
                Row(bench.A, 202610, UsageResource.ApiCalls, 70_000),
                Row(bench.A, 202510, UsageResource.ApiCalls, 9),
                Row(bench.A, 0, UsageResource.StorageBytes, 9_000_000_000),
                Row(bench.B, 202611, UsageResource.ApiCalls, 60_000),
                Row(bench.B, 202611, UsageResource.Events, 2_400_000),
                Row(bench.B, 202610, UsageResource.ApiCalls, 99)
            );
        });
        await bench.Flush().RunAsync(default);
    }

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task A_company_sees_its_own_numbers_of_twelve_months_and_no_others()
    {
        using var scope = bench.As(Finance, bench.A);
        var report = (await scope.Get<CompanyUsage>().ReadAsync(default)).Value;
        Assert.Equal(Plan.Standard, report.Plan);
        Assert.Equal([8L, 9_000_000_000, 50_000, 0], report.Now.Select(use => use.Used));
        Assert.Equal(12, report.Months.Count);
        Assert.Equal([50_000L, 70_000, 0], report.Months.Take(3).Select(month => month.ApiCalls));
        Assert.Equal(202512, report.Months[^1].Month.Value);
        Assert.DoesNotContain(report.Months, month => month.ApiCalls is 60_000 or 99 or 9);
    }

    [Theory]
    [InlineData(Owner, true)]
    [InlineData(Finance, true)]
    [InlineData(Admin, false)]
    [InlineData(Sales, false)]
    [InlineData(Client, false)]
    public async Task A_company_shows_them_to_those_whom_the_table_names(Role role, bool may)
    {
        using var scope = bench.As(role, bench.A);
        Assert.Equal(may, (await scope.Get<CompanyUsage>().ReadAsync(default)).Ok);
        Assert.IsType<PermissionDenied>((await scope.Get<UsageOverview>().ListAsync(new UsageFilter(), default)).Error);
    }

    [Fact]
    public async Task The_agency_sees_all_of_them_the_fullest_first()
    {
        // B has 96 % of its events and A 90 % of its storage; the agency has a few members.
        Assert.Equal(["Beta B.V.", "Alfa B.V.", "Bureau Bench"], await NamesAsync(new UsageFilter()));
        Assert.Equal(["Bureau Bench", "Alfa B.V.", "Beta B.V."], await NamesAsync(new UsageFilter(Descending: false)));
        Assert.Equal(["Alfa B.V.", "Beta B.V.", "Bureau Bench"], await NamesAsync(new UsageFilter(Sort: UsageSort.ApiCalls)));
        Assert.Equal(["Alfa B.V.", "Bureau Bench", "Beta B.V."], await NamesAsync(new UsageFilter(Sort: UsageSort.Members)));
        Assert.Equal(
            ["Alfa B.V.", "Beta B.V."],
            await NamesAsync(new UsageFilter(FromPercent: 80, Sort: UsageSort.Name, Descending: false))
        );
        Assert.Equal(["Beta B.V."], await NamesAsync(new UsageFilter(Plan: Plan.Plus)));
        Assert.Equal(["Alfa B.V."], await NamesAsync(new UsageFilter(Search: "alf")));
        Assert.Equal(["Alfa B.V."], await NamesAsync(new UsageFilter(Skip: 1, Take: 1), total: 3));
    }

    [Theory]
    [InlineData(Owner, true)]
    [InlineData(Admin, true)]
    [InlineData(Finance, true)]
    [InlineData(AccountManager, false)]
    [InlineData(Marketing, false)]
    public async Task The_agency_shows_them_to_those_whom_the_table_names(Role role, bool may)
    {
        using var scope = bench.As(role, bench.Agency);
        Assert.Equal(may, (await scope.Get<UsageOverview>().ListAsync(new UsageFilter(), default)).Ok);
    }

    private async Task<IEnumerable<string>> NamesAsync(UsageFilter filter, int? total = null)
    {
        using var scope = bench.As(Finance, bench.Agency);
        var listed = (await scope.Get<UsageOverview>().ListAsync(filter, default)).Value;
        Assert.Equal(total ?? listed.Rows.Count, listed.Total);
        return listed.Rows.Select(row => row.Name);
    }

    private UsageCounterRow Row(Metiva.Domain.Companies.CompanyId company, int month, UsageResource resource, long used) =>
        new()
        {
            CompanyId = company,
            Month = month,
            Resource = resource,
            Used = used,
            ChangedAt = time.GetUtcNow(),
        };
}
