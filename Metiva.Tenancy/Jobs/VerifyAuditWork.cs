using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Metiva.Domain.Access;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Notifications;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs;

/// <summary>
/// Goes through a company's whole audit log, as its own people can by hand. A log that is not what was written raises an alert, a counter,
/// a notification for those who may read it, and a job that failed for good, which stays visible at the company and on the agency's page
/// of this node.
/// </summary>
internal sealed class VerifyAuditWork(
    OwnAuditLog log,
    TenantScope scope,
    CompanyDatabase database,
    IMeterFactory meters,
    ILogger<VerifyAuditWork> logger
) : IWorkHandler
{
    internal const string Name = "audit.verify";

    /// <summary>Why it failed, when the log is not what was written.</summary>
    internal const string Broken = "audit.broken";
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
        await TryTellAsync(verdict.Value, cancellationToken);
        throw new WorkRefusedException(Broken);
    }

    // Whoever could break the log may have broken more. What was found stays found, and the next night tells again.
    private async Task TryTellAsync(AuditVerdict verdict, CancellationToken cancellationToken)
    {
        try
        {
            var told = await database.WriteAsync<bool>(
                async (write, token) =>
                {
                    await write.NotifyAllOnceAsync(
                        NotificationKinds.AuditBroken,
                        IdOf(verdict),
                        new { verdict.Faults, verdict.Findings[0].Sequence },
                        token
                    );
                    return true;
                },
                cancellationToken
            );
            if (told.Error is { } error)
            {
                logger.LogWarning("Nobody could be told of a broken audit log: {Error}.", error.Code);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Nobody could be told of a broken audit log.");
        }
    }

    /// <summary>The same for the same findings, so that nobody is told of them twice.</summary>
    private static Guid IdOf(AuditVerdict verdict)
    {
        var found = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{verdict.Faults}");
        foreach (var finding in verdict.Findings)
        {
            found.Append(CultureInfo.InvariantCulture, $";{finding.Fault} {finding.Sequence}");
        }

        return new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(found.ToString())).AsSpan(0, 16));
    }
}
