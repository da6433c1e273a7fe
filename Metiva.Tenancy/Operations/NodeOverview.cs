using Metiva.Domain.Access;
using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Memberships;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Operations;

/// <summary>
/// How this process fares: its feed, its connections, and how binding ended for each company since it started. For the agency's Owner
/// and Admin while bound to the agency. It reads counters in memory and never opens a company's database.
/// </summary>
public sealed class NodeOverview(
    TenantScope scope,
    Snapshots snapshots,
    ChangeFeed feed,
    ConnectionBudget budget,
    BindingCounters counters,
    WorkMeters work,
    ControlPlaneDatabase controlPlane,
    TenancyOptions options
)
{
    private static readonly BindingOutcome[] Refusals =
    [
        .. Enum.GetValues<BindingOutcome>().Where(outcome => outcome != BindingOutcome.Bound),
    ];

    /// <summary>The process as a whole.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Result<NodeStanding> Look() =>
        Denied() is { } denied
            ? denied
            : new NodeStanding(
                feed.Version,
                snapshots.Age,
                options.MaxSnapshotAge(AccessKind.Read),
                budget.Open,
                options.ConnectionBudget,
                budget.Waiting,
                counters.Of(BindingOutcome.Bound),
                RefusalsOf(counters.Of),
                counters.Spoofed
            );

    /// <summary>A page of the companies of the catalog.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public Result<Listed<CompanyOnNode>> Companies(StandingFilter filter)
    {
        if (Denied() is { } denied)
        {
            return denied;
        }

        var counts = budget.Counts().ToDictionary(count => count.Company);
        var found = snapshots
            .Catalog.Entries.Where(company =>
                filter.Search is null || company.Name.Contains(filter.Search.Trim(), StringComparison.CurrentCultureIgnoreCase)
            )
            .Select(company => StandingOf(company, counts.GetValueOrDefault(company.Id)))
            .Where(standing =>
                filter.Only switch
                {
                    StandingOnly.Refused => standing.Refused > 0,
                    StandingOnly.Connected => standing.Connections.Open > 0,
                    _ => true,
                }
            )
            .ToList();
        var sorted = filter.Sort switch
        {
            StandingSort.Open => By(standing => standing.Connections.Open),
            StandingSort.Waiting => By(standing => standing.Connections.Waiting),
            StandingSort.Evicted => By(standing => standing.Connections.Evicted),
            StandingSort.Bound => By(standing => standing.Bound),
            StandingSort.Refused => By(standing => standing.Refused),
            StandingSort.Work => By(standing => standing.Work.Waiting + standing.Work.Running + standing.Work.Dead),
            _ when filter.Descending => found.OrderByDescending(standing => standing.Name, StringComparer.CurrentCultureIgnoreCase),
            _ => found.OrderBy(standing => standing.Name, StringComparer.CurrentCultureIgnoreCase),
        };
        return new Listed<CompanyOnNode>([.. Ordered(sorted).Skip(filter.Skip).Take(filter.Take)], found.Count);

        static IEnumerable<CompanyOnNode> Ordered(IOrderedEnumerable<CompanyOnNode> sorted) =>
            sorted.ThenBy(standing => standing.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(standing => standing.Id.Value);

        IOrderedEnumerable<CompanyOnNode> By(Func<CompanyOnNode, long> key) =>
            filter.Descending ? found.OrderByDescending(key) : found.OrderBy(key);
    }

    /// <summary>What is under way in the registry, on whichever node.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the registry cannot be read.</exception>
    public async Task<Result<OpenWork>> OpenWorkAsync(CancellationToken cancellationToken) =>
        Denied() is { } denied
            ? denied
            : await controlPlane.ReadAsync(
                (context, token) =>
                    context
                        .ChangeCounters.Select(_ => new OpenWork(
                            context.Companies.Count(row => row.State == CompanyState.Provisioning),
                            context.CompanyMoves.Count(),
                            context.CompanyMoves.Count(row => row.Trouble != null),
                            context.CredentialRotations.Count(),
                            context.CredentialRotations.Count(row => row.Trouble != null),
                            context.MembershipChanges.Count() + context.CompanyStateChanges.Count()
                        ))
                        .SingleAsync(token),
                cancellationToken
            );

    private static Dictionary<BindingOutcome, long> RefusalsOf(Func<BindingOutcome, long> countOf) =>
        Refusals.Select(outcome => (outcome, count: countOf(outcome))).Where(pair => pair.count > 0).ToDictionary();

    private PermissionDenied? Denied()
    {
        if (scope.Context.Lacks(Permissions.ControlPlane.Read) is { } denied)
        {
            return denied;
        }

        scope.Context.Demand(AccessKind.Read);
        return null;
    }

    private CompanyOnNode StandingOf(CatalogEntry company, CompanyConnectionCounts? counts)
    {
        var refusals = RefusalsOf(outcome => counters.Of(company.Id, outcome));
        return new CompanyOnNode(
            company.Id,
            company.Name,
            company.State,
            counts ?? new CompanyConnectionCounts(company.Id, 0, 0, 0, 0, 0),
            counters.Of(company.Id, BindingOutcome.Bound),
            refusals.Values.Sum(),
            refusals,
            work.Of(company.Id)
        );
    }
}
