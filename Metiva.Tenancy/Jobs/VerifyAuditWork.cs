using System.Diagnostics.Metrics;
using Metiva.Domain.Access;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Goes through a company's whole audit log, as its own people can by hand. A log that is not what was written raises an alert, a counter,
/// and a job that failed for good, which stays visible at the company.
/// </summary>
internal sealed class VerifyAuditWork(OwnAuditLog log, TenantScope scope, IMeterFactory meters, ILogger<VerifyAuditWork> logger)
    : IWorkHandler
{
    internal const string Name = "audit.verify";
    internal const string Counter = "metiva.audit.broken";

    public string Kind => Name;

    public IReadOnlyCollection<Permission> Needs => [Permissions.Audit.Read];

    public TimeSpan Limit => TimeSpan.FromHours(1);

    public async Task RunAsync(WorkRun run, CancellationToken cancellationToken)
    {
        var standing = await log.LookAsync(cancellationToken);
        var records = Math.Max(1, standing.Ok ? standing.Value.Head : 1);
        var verdict = await log.VerifyAsync(
            lookedAt =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                run.Progress = (int)Math.Min(99, lookedAt * 100 / records);
            },
            cancellationToken
        );
        if (verdict.Error is { } error)
        {
            throw new WorkRefusedException(error.Code);
        }

        if (verdict.Value.Intact)
        {
            return;
        }

        var company = scope.Context.CompanyId;
        logger.LogCritical(
            "The audit log of company {Company} is not what was written: {Faults} faults, the first at {Sequence}.",
            company,
            verdict.Value.Faults,
            verdict.Value.Findings[0].Sequence
        );
        meters
            .Create(BindingCounters.MeterName)
            .CreateCounter<long>(Counter, "{log}", "Audit logs that were found not to be what was written.")
            .Add(1, new KeyValuePair<string, object?>("company", company.ToString()));
        throw new WorkRefusedException("audit.broken");
    }
}
