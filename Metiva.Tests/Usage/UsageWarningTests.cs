using Metiva.Domain.Plans;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Usage;

public sealed class UsageWarningTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    private UsageWarnings Warnings => bench.Services.GetRequiredService<UsageWarnings>();

    public async Task InitializeAsync() => bench = await UsageBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_threshold_is_said_once_to_the_company_that_reached_it()
    {
        await UseAsync(79_999);
        Assert.Empty(await bench.WarningsAsync());
        await UseAsync(1);
        await UseAsync(100);
        Assert.Equal([80], (await bench.WarningsAsync()).Select(row => row.Threshold));
        Assert.Equal(1, await Warnings.TellAsync(default));
        Assert.Equal(0, await Warnings.TellAsync(default));
        await UseAsync(50_000);
        await UseAsync(50_000);
        Assert.Equal(1, await Warnings.TellAsync(default));

        Assert.Equal(
            ["80 % of what the plan includes was used: ApiCalls", "100 % of what the plan includes was used: ApiCalls"],
            await SaidAsync(bench.A)
        );
        Assert.Empty(await SaidAsync(bench.B));
        Assert.All(await bench.WarningsAsync(), row => Assert.NotNull(row.ToldAt));
    }

    [Fact]
    public async Task Both_thresholds_at_once_are_two_warnings()
    {
        await UseAsync(200_000);
        Assert.Equal([80, 100], (await bench.WarningsAsync()).Select(row => row.Threshold));
    }

    [Fact]
    public async Task Events_are_warned_of_as_well()
    {
        var quota = PlanQuotas.Of(Plan.Standard).EventsPerMonth;
        foreach (var (count, thresholds) in new[] { ((quota * 80 / 100) - 1, 0), (1, 1), (quota * 20 / 100, 2) })
        {
            bench.Meter().Count(bench.A, UsageResource.Events, count);
            await bench.Flush().RunAsync(default);
            Assert.Equal(thresholds, (await bench.WarningsAsync()).Count(row => row.Resource == UsageResource.Events));
        }

        Assert.Equal(2, await Warnings.TellAsync(default));
        using var scope = bench.As(Owner, bench.A);
        Assert.Equal(UsageResource.Events, Assert.Single(scope.Get<CompanyUsage>().Warnings()).Resource);
    }

    [Fact]
    public async Task Whoever_died_after_saying_it_does_not_say_it_twice()
    {
        await UseAsync(80_000);
        await Warnings.TellAsync(default);
        await bench.WriteAsync(control => control.UsageWarnings.Single().ToldAt = null);
        Assert.Equal(1, await Warnings.TellAsync(default));
        Assert.Single(await SaidAsync(bench.A));
    }

    [Fact]
    public async Task The_banner_is_for_owner_and_admin_of_that_company()
    {
        await UseAsync(90_000);
        foreach (
            var (role, company, expected) in new[] { (Owner, bench.A, 1), (Admin, bench.A, 1), (Finance, bench.A, 0), (Owner, bench.B, 0) }
        )
        {
            using var scope = bench.As(role, company);
            Assert.Equal(expected, scope.Get<CompanyUsage>().Warnings().Count);
        }
    }

    private async Task UseAsync(long calls)
    {
        bench.Meter().Count(bench.A, UsageResource.ApiCalls, calls);
        await bench.Flush().RunAsync(default);
    }

    private async Task<IReadOnlyList<string>> SaidAsync(Metiva.Domain.Companies.CompanyId company)
    {
        var lines = await bench.AuditAsync(company);
        return
        [
            .. lines
                .Where(line => line.Contains("usage.warning", StringComparison.Ordinal))
                .Select(line => line[(line.IndexOf("usage.warning", StringComparison.Ordinal) + "usage.warning ".Length)..].Split(',')[0]),
        ];
    }
}
