using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.CompanyData;

public sealed class RefusalCountTests
{
    [Fact]
    public async Task What_refuses_after_binding_is_counted_by_its_name_too()
    {
        await using var bench = await TenancyBench.StartAsync();
        var counters = bench.Services.GetRequiredService<BindingCounters>();
        using var missing = bench.As(Role.Owner, bench.A);
        using var suspended = bench.As(Role.Owner, bench.B);
        await bench.LoseDatabaseAsync(bench.A);
        await bench.WriteAsync(control => control.Companies.Single(row => row.Id == bench.B).State = CompanyState.Suspended);

        await RefusesAsync(() => missing.Get<CompanyDatabase>().ProbeAsync(CancellationToken.None));
        await RefusesAsync(() => missing.Get<CompanyDatabase>().ReadAsync((_, _) => Task.FromResult(1), CancellationToken.None));
        await RefusesAsync(() =>
            suspended.Get<CompanyDatabase>().WriteAsync((_, _) => Task.FromResult<Result<int>>(1), CancellationToken.None)
        );

        Assert.Equal(2, counters.Of(BindingOutcome.DatabaseUnavailable));
        Assert.Equal(1, counters.Of(BindingOutcome.CompanySuspended));

        // And at the company that it was about.
        Assert.Equal(2, counters.Of(bench.A, BindingOutcome.DatabaseUnavailable));
        Assert.Equal(0, counters.Of(bench.A, BindingOutcome.CompanySuspended));
        Assert.Equal(1, counters.Of(bench.B, BindingOutcome.CompanySuspended));
        Assert.Equal(0, counters.Of(bench.B, BindingOutcome.DatabaseUnavailable));

        static Task RefusesAsync(Func<Task> work) => Assert.ThrowsAsync<BindingRefusedException>(work);
    }
}
