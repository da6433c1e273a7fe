using Metiva.Domain.Plans;
using Metiva.Tenancy.Binding;
using Metiva.Tests.Support;
using Metiva.Web.Shell.Limits;
using Microsoft.AspNetCore.Http;
using Xunit;
using static Metiva.Domain.Access.Role;

namespace Metiva.Tests.Usage;

public sealed class ApiMeteringTests : IAsyncLifetime
{
    private TenancyBench bench = null!;

    public async Task InitializeAsync() => bench = await UsageBench.StartAsync();

    public Task DisposeAsync() => bench.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/api/v1/invoices", 1)]
    [InlineData("/apis", 0)]
    [InlineData("/workspace/invoices", 0)]
    public async Task Calls_of_the_API_are_counted_and_nothing_else(string path, long counted)
    {
        Assert.Equal(StatusCodes.Status200OK, await CallAsync(path, bench.A));
        Assert.Equal(counted, bench.Use(bench.A, UsageResource.ApiCalls).Used);
        Assert.Equal(0, bench.Use(bench.B, UsageResource.ApiCalls).Used);
    }

    [Fact]
    public async Task The_last_call_of_the_plan_is_served_and_the_next_refused_for_that_company_only()
    {
        bench.Meter().Count(bench.A, UsageResource.ApiCalls, PlanQuotas.Of(Plan.Standard).ApiCallsPerMonth - 1);
        Assert.Equal(StatusCodes.Status200OK, await CallAsync("/api/v1/invoices", bench.A));
        Assert.Equal(StatusCodes.Status429TooManyRequests, await CallAsync("/api/v1/invoices", bench.A));
        Assert.Equal(StatusCodes.Status200OK, await CallAsync("/workspace/invoices", bench.A));
        Assert.Equal(StatusCodes.Status200OK, await CallAsync("/api/v1/invoices", bench.B));
        // A refused call is no call.
        Assert.Equal(PlanQuotas.Of(Plan.Standard).ApiCallsPerMonth, bench.Use(bench.A, UsageResource.ApiCalls).Used);
    }

    [Fact]
    public async Task What_is_bound_to_no_company_is_nobodys()
    {
        var context = new DefaultHttpContext { RequestServices = bench.Services, Request = { Path = "/api/entra/token-issuance-start" } };
        await Metering().InvokeAsync(context, new TenantScope());
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
    }

    private ApiMetering Metering() => new(_ => Task.CompletedTask, bench.Meter());

    private async Task<int> CallAsync(string path, Metiva.Domain.Companies.CompanyId company)
    {
        using var scope = bench.As(Owner, company);
        var context = new DefaultHttpContext
        {
            RequestServices = scope.Services,
            Request = { Path = path },
            Response = { Body = new MemoryStream() },
        };
        await Metering().InvokeAsync(context, scope.Get<TenantScope>());
        return context.Response.StatusCode;
    }
}
