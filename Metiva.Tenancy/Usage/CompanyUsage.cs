using Metiva.Domain.Access;
using Metiva.Domain.Features;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Usage;

/// <summary>What a company used in a month.</summary>
/// <param name="Month">Which.</param>
/// <param name="ApiCalls">Calls of the API.</param>
/// <param name="Events">Attribution events.</param>
/// <param name="StorageBytes">Bytes of files, as last known in it; null when nobody looked.</param>
public sealed record MonthlyUsage(UsageMonth Month, long ApiCalls, long Events, long? StorageBytes);

/// <summary>What a company has, and what it uses of it.</summary>
/// <param name="Plan">What it has booked.</param>
/// <param name="Now">Each resource, this month or at this moment.</param>
/// <param name="Months">The last twelve months, the newest first.</param>
/// <param name="Switches">Every switch, and whether it is on.</param>
public sealed record UsageReport(
    Plan Plan,
    IReadOnlyList<QuotaUse> Now,
    IReadOnlyList<MonthlyUsage> Months,
    IReadOnlyList<(FeatureSwitch Feature, bool IsOn)> Switches
);

/// <summary>
/// What the bound company uses, for pages that know nothing of the control plane: the company is the scope's, and there is nothing to
/// pass that could name another.
/// </summary>
public sealed class CompanyUsage(
    TenantScope scope,
    Snapshots snapshots,
    UsageMeter meter,
    ControlPlaneDatabase controlPlane,
    TimeProvider time
)
{
    private const int MonthsShown = 12;

    /// <summary>The report.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<UsageReport>> ReadAsync(CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.Company.Read) is { } denied)
        {
            return denied;
        }

        var company = tenant.DemandCompany(AccessKind.Read);
        var month = UsageMonth.Of(time.GetUtcNow());
        var oldest = month.Before(MonthsShown - 1).Value;
        var rows = await controlPlane.ReadAsync(
            (context, token) => context.UsageCounters.Where(row => row.CompanyId == company.Id && row.Month >= oldest).ToListAsync(token),
            cancellationToken
        );
        var used = rows.ToDictionary(row => (row.Month, row.Resource), row => row.Used);
        var months = Enumerable.Range(0, MonthsShown).Select(month.Before);
        return new UsageReport(
            company.Plan,
            All(company),
            [
                .. months.Select(past => new MonthlyUsage(
                    past,
                    past == month ? meter.Of(company, UsageResource.ApiCalls).Used : Of(past, UsageResource.ApiCalls) ?? 0,
                    past == month ? meter.Of(company, UsageResource.Events).Used : Of(past, UsageResource.Events) ?? 0,
                    Of(past, UsageResource.StorageBytes)
                )),
            ],
            [.. FeatureSwitches.All.Select(feature => (feature, tenant.IsOn(feature)))]
        );

        long? Of(UsageMonth past, UsageResource resource) => used.TryGetValue((past.Value, resource), out var found) ? found : null;
    }

    /// <summary>
    /// What is nearly or wholly used up, for those who can do something about it: Owner and Admin. From memory, so that every page can
    /// ask.
    /// </summary>
    public IReadOnlyList<QuotaUse> Warnings() =>
        scope.ContextOrNull is { ViewAsClient: false } tenant
        && tenant.Allows(Permissions.Settings.Configure)
        && snapshots.Catalog.Find(tenant.CompanyId) is { } company
            ? [.. All(company).Where(use => use.Threshold > 0)]
            : [];

    private List<QuotaUse> All(CatalogEntry company) =>
        [.. Enum.GetValues<UsageResource>().Select(resource => meter.Of(company, resource))];
}
