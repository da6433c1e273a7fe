using System.Net;
using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Support;
using Metiva.Web.Development;
using Metiva.Web.Shell.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Metiva.Tests.Usage;

/// <summary>What is counted, as callers of the API and readers of the page meet it.</summary>
public sealed class UsageOverHttpTests : IAsyncLifetime
{
    // No module answers under /api yet, so the test does.
    private const string Call = "/api/v1/invoices";
    private MetivaServer server = null!;

    private UsageMeter Meter => server.Services.GetRequiredService<UsageMeter>();

    public async Task InitializeAsync() =>
        server = await MetivaServer.StartAsync(builder =>
            builder.Services.AddSingleton<Action<WebApplication>>(app =>
                app.MapGet(Call, () => "served").Requires(Permissions.Invoices.Read)
            )
        );

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Fact]
    public async Task Bound_calls_of_the_API_are_counted_and_refused_by_name_over_the_quota()
    {
        var company = Entry(DemoCompanies.Bicycles.Id);
        using var client = await ClientAsync(company.Id);
        Assert.Equal("served", await client.GetStringAsync(Call));
        Assert.Equal(1, Meter.Of(company, UsageResource.ApiCalls).Used);

        Meter.Count(company.Id, UsageResource.ApiCalls, PlanQuotas.Of(company.Plan).ApiCallsPerMonth - 1);
        using var refused = await client.GetAsync(Call);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("\"title\":\"QuotaUsedUp\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/workspace/usage")).StatusCode);

        using var other = await ClientAsync(DemoCompanies.Bakery.Id);
        Assert.Equal("served", await other.GetStringAsync(Call));
        Assert.Equal(1, Meter.Of(Entry(DemoCompanies.Bakery.Id), UsageResource.ApiCalls).Used);
    }

    [Fact]
    public async Task Events_that_are_counted_stand_on_the_page_of_their_company_only()
    {
        Meter.Count(DemoCompanies.Bakery.Id, UsageResource.Events, 12_347);
        using var own = await ClientAsync(DemoCompanies.Bakery.Id);
        Assert.Contains("12.347", await own.GetStringAsync("/workspace/usage"), StringComparison.Ordinal);
        using var other = await ClientAsync(DemoCompanies.Bicycles.Id);
        Assert.DoesNotContain("12.347", await other.GetStringAsync("/workspace/usage"), StringComparison.Ordinal);
    }

    private CatalogEntry Entry(CompanyId company) => server.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;

    private async Task<HttpClient> ClientAsync(CompanyId company)
    {
        var person = await server.AddPersonAsync("Olga Usage", company, Role.Owner);
        var client = server.Client(await server.SignInAsync(person, company));
        client.DefaultRequestHeaders.Add("Accept-Language", "nl");
        return client;
    }
}
