using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Metiva.Tests.Jobs;

/// <summary>Work on a bench: asking for it, doing it, looking at what became of it.</summary>
internal static class WorkBench
{
    public static async Task<TenancyBench> StartAsync(
        Script script,
        string? directory = null,
        int atOnce = 0,
        Action<IServiceCollection>? more = null,
        bool? onSqlServer = null,
        string stopWait = "00:00:00"
    ) =>
        await TenancyBench.StartAsync(
            services =>
            {
                services.AddSingleton(script);
                services.AddScoped<IWorkHandler, ScriptedWork>();
                more?.Invoke(services);
            },
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Tenancy:Work:AtOnce"] = $"{atOnce}",
                ["Tenancy:Work:Beat"] = "00:00:00.050",
                ["Tenancy:Work:Lease"] = "00:00:01",
                ["Tenancy:Work:StopWait"] = stopWait,
                ["Tenancy:Work:FirstRetry"] = "00:00:00",
                ["Tenancy:Work:LongestRetry"] = "00:00:00",
                ["Tenancy:Work:SweepInterval"] = "00:00:01",
                ["Tenancy:Work:LeaderLease"] = "00:00:01",
            },
            directory,
            onSqlServer
        );

    /// <summary>Asks for work as the company's Owner does, in one transaction.</summary>
    public static async Task AskAsync(this TenancyBench bench, CompanyId company, int times = 1, string kind = ScriptedWork.Name)
    {
        using var owner = bench.As(Role.Owner, company);
        var asked = await owner
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                (write, _) =>
                {
                    foreach (var number in Enumerable.Range(0, times))
                    {
                        write.Enqueue(kind, new { number });
                    }

                    return Task.FromResult<Result<bool>>(true);
                },
                CancellationToken.None
            );
        Assert.True(asked.Ok);
    }

    public static Task<List<WorkItem>> ItemsAsync(this TenancyBench bench, CompanyId company) =>
        bench.LookAsync(company, data => data.WorkItems.AsNoTracking().OrderBy(item => item.Id).ToListAsync());

    public static Task<List<WorkRunRecord>> RunsAsync(this TenancyBench bench, CompanyId company) =>
        bench.LookAsync(company, data => data.WorkRuns.AsNoTracking().OrderBy(run => run.ItemId).ThenBy(run => run.Attempt).ToListAsync());

    /// <summary>The items that something was done for, one entry each time.</summary>
    public static Task<List<string>> EffectsAsync(this TenancyBench bench, CompanyId company) =>
        bench.LookAsync(
            company,
            data => data.AuditRecords.Where(record => record.Action == ScriptedWork.Effect).Select(record => record.EntityId).ToListAsync()
        );

    public static async Task<T> LookAsync<T>(this TenancyBench bench, CompanyId company, Func<CompanyContext, Task<T>> look)
    {
        using var owner = bench.As(Role.Owner, company);
        T? found = default;
        await owner
            .Get<CompanyDatabase>()
            .WriteAsync<bool>(
                async (write, _) =>
                {
                    found = await look(write.Data);
                    return true;
                },
                CancellationToken.None
            );
        return found!;
    }

    public static CatalogEntry Entry(this TenancyBench bench, CompanyId company) =>
        bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!;

    public static WorkDispatcher Dispatcher(this TenancyBench bench) =>
        bench.Services.GetServices<IHostedService>().OfType<WorkDispatcher>().Single();
}
