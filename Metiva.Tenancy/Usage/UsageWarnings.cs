using System.Text.Json;
using Metiva.Domain.Companies;
using Metiva.Domain.Plans;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Usage;

/// <summary>
/// Warns once for each company, month, resource and threshold. The registry notes it in the transaction that saw it; then the company's
/// audit says so, and those who run it are told, under the same id, so that it is said exactly once whoever dies in between.
/// </summary>
public sealed class UsageWarnings
{
    private const int AtOnce = 100;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly CompanyAuditWriter audit;
    private readonly Snapshots snapshots;
    private readonly TimeProvider time;
    private readonly ILogger<UsageWarnings> logger;

    internal UsageWarnings(
        ControlPlaneDatabase controlPlane,
        CompanyAuditWriter audit,
        Snapshots snapshots,
        TimeProvider time,
        ILogger<UsageWarnings> logger
    )
    {
        this.controlPlane = controlPlane;
        this.audit = audit;
        this.snapshots = snapshots;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Tells the companies what they were not told yet. One that cannot be told now keeps no other waiting.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var untold = await controlPlane.ReadAsync(
            (context, token) =>
                context.UsageWarnings.Where(row => row.ToldAt == null).OrderBy(row => row.At).Take(AtOnce).ToListAsync(token),
            cancellationToken
        );
        List<Guid> told = [];
        foreach (var row in untold)
        {
            if (await TryTellAsync(row, cancellationToken))
            {
                told.Add(row.Id);
            }
        }

        if (told.Count > 0)
        {
            DateTimeOffset? now = time.GetUtcNow();
            await controlPlane.WriteAsync<int>(
                async (context, token) =>
                    await context
                        .UsageWarnings.Where(row => told.Contains(row.Id))
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.ToldAt, now), token),
                static _ => false,
                cancellationToken
            );
        }

        return told.Count;
    }

    /// <summary>A row for each threshold that was reached and not noted before; the caller adds them in its transaction.</summary>
    internal static async Task<List<UsageWarningRow>> NewAsync(
        ControlPlaneContext context,
        CompanyId company,
        QuotaUse use,
        UsageMonth month,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (use.Threshold == 0)
        {
            return [];
        }

        var noted = await context
            .UsageWarnings.Where(row => row.CompanyId == company && row.Resource == use.Resource && row.Month == month.Value)
            .Select(row => row.Threshold)
            .ToListAsync(cancellationToken);
        return
        [
            .. QuotaUse
                .Thresholds.Where(threshold => threshold <= use.Threshold && !noted.Contains(threshold))
                .Select(threshold => new UsageWarningRow
                {
                    Id = Guid.CreateVersion7(now),
                    CompanyId = company,
                    Resource = use.Resource,
                    Month = month.Value,
                    Threshold = threshold,
                    At = now,
                }),
        ];
    }

    /// <summary>The same for everything that a company uses by now, beside a plan that it is about to have.</summary>
    internal static async Task<List<UsageWarningRow>> OfPlanAsync(
        ControlPlaneContext context,
        CompanyId company,
        Plan plan,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var month = UsageMonth.Of(now);
        var (present, current) = (UsageMonth.Now.Value, month.Value);
        var members = await context.Memberships.CountAsync(row => row.CompanyId == company, cancellationToken);
        var counters = await context
            .UsageCounters.Where(row => row.CompanyId == company && (row.Month == present || row.Month == current))
            .ToListAsync(cancellationToken);
        var used = counters
            .Where(row => row.Month == (row.Resource == UsageResource.StorageBytes ? present : current))
            .Select(row => (row.Resource, row.Used))
            .Prepend((UsageResource.Members, members));
        List<UsageWarningRow> warnings = [];
        foreach (var (resource, amount) in used)
        {
            var use = new QuotaUse(resource, amount, PlanQuotas.Of(plan).For(resource));
            warnings.AddRange(await NewAsync(context, company, use, month, now, cancellationToken));
        }

        return warnings;
    }

    private async Task<bool> TryTellAsync(UsageWarningRow row, CancellationToken cancellationToken)
    {
        if (snapshots.Catalog.Find(row.CompanyId) is not { State: not CompanyState.Closing } company)
        {
            return false;
        }

        try
        {
            await audit.InTurnAsync(
                company,
                async (turn, token) =>
                {
                    if (await turn.FindAsync(row.Id, token) is null)
                    {
                        await turn.TellAsync(
                            snapshots.Memberships.At(company.Id),
                            company.Kind,
                            NotificationKinds.UsageWarning,
                            row.Id,
                            new { Resource = row.Resource.ToString(), row.Threshold },
                            row.At,
                            token
                        );
                        await turn.AddAsync(Record(row), token);
                    }

                    return true;
                },
                cancellationToken
            );
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "{Company} could not be warned of its usage yet; it is tried again.", row.CompanyId);
            return false;
        }
    }

    private static AuditRecord Record(UsageWarningRow row) =>
        new()
        {
            OperationId = row.Id,
            At = row.At,
            PersonId = null,
            PersonName = "Metiva",
            Action = "usage.warning",
            EntityType = "Usage",
            EntityId = row.Resource.ToString(),
            Summary = $"{row.Threshold} % of what the plan includes was used: {row.Resource}, {new UsageMonth(row.Month)}",
            After = JsonSerializer.Serialize(
                new
                {
                    resource = row.Resource.ToString(),
                    month = new UsageMonth(row.Month).ToString(),
                    row.Threshold,
                },
                JsonSerializerOptions.Web
            ),
        };
}
