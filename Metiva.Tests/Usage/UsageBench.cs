using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Usage;
using Metiva.Tests.Memberships;
using Metiva.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metiva.Tests.Usage;

/// <summary>Metering as tests drive it: nothing is written down but when they say so.</summary>
internal static class UsageBench
{
    public static Task<TenancyBench> StartAsync(
        string? directory = null,
        TimeProvider? time = null,
        Action<IServiceCollection>? more = null
    ) =>
        TenancyBench.StartAsync(
            services =>
            {
                if (time is not null)
                {
                    services.AddSingleton(time);
                }

                more?.Invoke(services);
            },
            new(StringComparer.Ordinal) { ["Tenancy:UsageInterval"] = "00:05:00" },
            directory
        );

    public static UsageMeter Meter(this TenancyBench bench) => bench.Services.GetRequiredService<UsageMeter>();

    public static UsageFlush Flush(this TenancyBench bench) => bench.Services.GetRequiredService<UsageFlush>();

    public static QuotaUse Use(this TenancyBench bench, CompanyId company, UsageResource resource) =>
        bench.Meter().Of(bench.Services.GetRequiredService<Snapshots>().Catalog.Find(company)!, resource);

    /// <summary>What the registry holds, one line for each number.</summary>
    public static async Task<IReadOnlyList<string>> WrittenAsync(this TenancyBench bench)
    {
        var rows = await bench.ReadAsync(control => control.UsageCounters.ToListAsync());
        return
        [
            .. rows.Select(row => $"{NameOf(bench, row.CompanyId)} {new UsageMonth(row.Month)} {row.Resource} {row.Used}")
                .Order(StringComparer.Ordinal),
        ];
    }

    public static Task<List<UsageWarningRow>> WarningsAsync(this TenancyBench bench) =>
        bench.ReadAsync(control => control.UsageWarnings.OrderBy(row => row.Threshold).ToListAsync());

    private static string NameOf(TenancyBench bench, CompanyId company) =>
        company == bench.A ? "A"
        : company == bench.B ? "B"
        : "agency";
}
