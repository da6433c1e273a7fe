using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Operations;
using Metiva.Tests.Jobs;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Operations;

/// <summary>What a node tells about itself, and to whom.</summary>
public sealed class NodeOverviewTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await TenancyBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Theory]
    [InlineData(Role.Owner, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.AccountManager, false)]
    [InlineData(Role.Sales, false)]
    [InlineData(Role.Delivery, false)]
    [InlineData(Role.Marketing, false)]
    [InlineData(Role.Finance, false)]
    public async Task Only_the_agency_s_owner_and_admin_see_it(Role role, bool allowed)
    {
        using var scope = bench.As(role, bench.Agency);
        var overview = scope.Get<NodeOverview>();
        Assert.Equal(allowed, overview.Look().Ok);
        Assert.Equal(allowed, overview.Companies(new()).Ok);
        Assert.Equal(allowed, (await overview.OpenWorkAsync(default)).Ok);
    }

    [Fact]
    public async Task Nobody_of_a_client_company_sees_it()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            using var scope = bench.As(role, bench.A);
            var overview = scope.Get<NodeOverview>();
            Assert.IsType<PermissionDenied>(overview.Look().Error);
            Assert.IsType<PermissionDenied>(overview.Companies(new()).Error);
            Assert.IsType<PermissionDenied>((await overview.OpenWorkAsync(default)).Error);
        }
    }

    [Fact]
    public async Task Each_company_has_its_own_counts()
    {
        using var owner = bench.As(Role.Owner, bench.Agency);
        using (var finance = bench.As(Role.Finance, bench.A))
        {
            await finance.Get<CompanyDatabase>().ProbeAsync(default);
        }

        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.B).State = CompanyState.Suspended);
        for (var time = 0; time < 3; time++)
        {
            Assert.Throws<BindingRefusedException>(() => bench.As(Role.Owner, bench.B));
        }

        var overview = owner.Get<NodeOverview>();
        var listed = overview.Companies(new(Sort: StandingSort.Refused, Descending: true)).Value;
        Assert.Equal(3, listed.Total);
        var (b, a) = (listed.Rows[0], listed.Rows.Single(row => row.Id == bench.A));
        Assert.Equal((bench.B, CompanyState.Suspended, 3L), (b.Id, b.State, b.Refused));
        Assert.Equal([KeyValuePair.Create(BindingOutcome.CompanySuspended, 3L)], b.Refusals);
        Assert.Equal((0, 0L), (b.Connections.Open, b.Bound));
        Assert.Equal((1L, 0L), (a.Bound, a.Refused));
        Assert.Equal(1, a.Connections.Open);

        var node = overview.Look().Value;
        Assert.Equal(3, node.Refusals[BindingOutcome.CompanySuspended]);
        Assert.InRange(node.Connections, 1, node.ConnectionBudget);
        Assert.NotNull(node.FeedAge);
    }

    [Fact]
    public async Task Each_company_has_its_own_work_and_is_sorted_by_all_of_it()
    {
        await bench.AskAsync(bench.A, times: 2, kind: "test.unheard-of");
        await DueWork.RunAllAsync(bench.Services, bench.A);
        await bench.AskAsync(bench.A, kind: "test.unheard-of");
        await bench.AskAsync(bench.B, times: 5, kind: "test.unheard-of");
        var sweep = bench.Services.GetRequiredService<WorkSweep>();
        await sweep.TryRunAsync(default);
        bench.Services.GetRequiredService<WorkMeters>().Started(bench.A, TimeSpan.Zero);

        using var owner = bench.As(Role.Owner, bench.Agency);
        var overview = owner.Get<NodeOverview>();
        var most = overview.Companies(new(Sort: StandingSort.Work, Descending: true)).Value.Rows;
        Assert.Equal([bench.B, bench.A, bench.Agency], most.Select(company => company.Id));
        Assert.Equal(
            [new WorkCounts(5, 0, 0, 0), new WorkCounts(1, 1, 2, 0), new WorkCounts(0, 0, 0, 0)],
            most.Select(company => company.Work)
        );
        var least = overview.Companies(new(Sort: StandingSort.Work)).Value.Rows;
        Assert.Equal([bench.Agency, bench.A, bench.B], least.Select(company => company.Id));

        await DueWork.RunAllAsync(bench.Services, bench.B);
        await sweep.TryRunAsync(default);
        var after = overview.Companies(new(Search: "beta")).Value.Rows.Single();
        Assert.Equal(new WorkCounts(0, 0, 5, 0), after.Work);
    }

    [Fact]
    public void It_is_searched_narrowed_and_paged()
    {
        using var owner = bench.As(Role.Owner, bench.Agency);
        var overview = owner.Get<NodeOverview>();
        Assert.Equal(bench.B, Assert.Single(overview.Companies(new(Search: "bETA")).Value.Rows).Id);
        Assert.Empty(overview.Companies(new(Search: "%")).Value.Rows);
        Assert.Empty(overview.Companies(new(Only: StandingOnly.Refused)).Value.Rows);
        var names = overview.Companies(new(Descending: true)).Value.Rows.Select(row => row.Name).ToList();
        Assert.Equal(names.OrderDescending(StringComparer.CurrentCulture), names);
        var second = overview.Companies(new(Descending: true, Skip: 1, Take: 1)).Value;
        Assert.Equal((names[1], 3), (Assert.Single(second.Rows).Name, second.Total));
    }

    [Fact]
    public async Task What_is_under_way_is_counted()
    {
        using var owner = bench.As(Role.Owner, bench.Agency);
        var overview = owner.Get<NodeOverview>();
        Assert.Equal(new OpenWork(0, 0, 0, 0, 0, 0), (await overview.OpenWorkAsync(default)).Value);
        await bench.WriteAsync(control =>
        {
            control.Companies.Single(row => row.Id == bench.A).State = CompanyState.Provisioning;
            control.CompanyMoves.Add(
                new CompanyMoveRow
                {
                    Id = Guid.NewGuid(),
                    CompanyId = bench.B,
                    FromServer = "bench",
                    FromDatabase = "een",
                    ToServer = "tweede",
                    ToDatabase = "twee",
                    Reason = "Meer ruimte",
                    RequestedBy = bench.Person(Role.Owner, bench.Agency).Id,
                    RequestedByName = "Owner",
                    Step = MoveStep.Requested,
                    CreatedAt = TimeProvider.System.GetUtcNow(),
                    StepAt = TimeProvider.System.GetUtcNow().AddDays(1),
                    Trouble = "Unavailable",
                }
            );
        });
        Assert.Equal(new OpenWork(1, 1, 1, 0, 0, 0), (await overview.OpenWorkAsync(default)).Value);
    }

    [Fact]
    public void Whoever_is_no_longer_bound_is_refused()
    {
        using var owner = bench.As(Role.Owner, bench.Agency);
        var overview = owner.Get<NodeOverview>();
        bench.Services.GetRequiredService<Tenancy.Catalog.Snapshots>().Sessions.Remove(bench.Person(Role.Owner, bench.Agency).Session);
        Assert.Throws<BindingRefusedException>(() => overview.Look());
        Assert.Throws<BindingRefusedException>(() => overview.Companies(new()));
    }
}
