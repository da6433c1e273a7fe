using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Memberships;

namespace Metiva.Tenancy.Usage;

/// <summary>What one company uses, in the agency's list.</summary>
public sealed record CompanyUse(CompanyId Id, string Name, Plan Plan, long Members, long StorageBytes, long ApiCalls, long Events)
{
    /// <summary>One of them, beside what the plan includes.</summary>
    public QuotaUse Of(UsageResource resource) =>
        new(
            resource,
            resource switch
            {
                UsageResource.Members => Members,
                UsageResource.StorageBytes => StorageBytes,
                UsageResource.ApiCalls => ApiCalls,
                _ => Events,
            },
            PlanQuotas.Of(Plan).For(resource)
        );
}

/// <summary>By what companies are sorted.</summary>
public enum UsageSort
{
    /// <summary>The greatest of the shares.</summary>
    Share,

    /// <summary>The name.</summary>
    Name,

    /// <summary>The share of members.</summary>
    Members,

    /// <summary>The share of storage.</summary>
    Storage,

    /// <summary>The share of API calls.</summary>
    ApiCalls,

    /// <summary>The share of events.</summary>
    Events,
}

/// <summary>What to list.</summary>
/// <param name="Search">Part of a name.</param>
/// <param name="Plan">Only those with this plan.</param>
/// <param name="FromPercent">Only those of whom a share is at least so much.</param>
/// <param name="Sort">By what.</param>
/// <param name="Descending">From high to low.</param>
/// <param name="Skip">How many rows come before the page.</param>
/// <param name="Take">How many rows the page has.</param>
public sealed record UsageFilter(
    string? Search = null,
    Plan? Plan = null,
    int? FromPercent = null,
    UsageSort Sort = UsageSort.Share,
    bool Descending = true,
    int Skip = 0,
    int Take = 25
);

/// <summary>What all companies use of their plans, for those at the agency who may see it. Numbers of the registry only.</summary>
public sealed class UsageOverview(TenantScope scope, ControlPlaneDatabase controlPlane, TimeProvider time)
{
    /// <summary>A page of companies.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<Listed<CompanyUse>>> ListAsync(UsageFilter filter, CancellationToken cancellationToken)
    {
        var tenant = scope.Context;
        if (tenant.Lacks(Permissions.PlansAndUsage.Read) is { } denied)
        {
            return denied;
        }

        tenant.Demand(AccessKind.Read);
        var month = UsageMonth.Of(time.GetUtcNow());
        return await controlPlane.ReadAsync((context, token) => UsageQuery.ListAsync(context, filter, month, token), cancellationToken);
    }
}
