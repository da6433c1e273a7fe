using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>Makes a job due at once: one that waits, or one that failed for good or was called off, which then begins anew.</summary>
public sealed class RunJobNow(TenantScope scope, CompanyDatabase database)
{
    /// <summary>Which.</summary>
    public sealed record Command(Guid Id);

    /// <summary>Does it.</summary>
    public async Task<Result<bool>> Run(Command command, CancellationToken cancellationToken)
    {
        if (scope.Context.Lacks(Permissions.Settings.Configure) is { } denied)
        {
            return denied;
        }

        return await database.WriteAsync<bool>(
            async (write, token) =>
            {
                if (await write.Data.WorkItems.SingleOrDefaultAsync(row => row.Id == command.Id, token) is not { } item)
                {
                    return new NotFound();
                }

                if (item.State is WorkState.Running or WorkState.Done)
                {
                    return new JobCannotRunNow();
                }

                item.State = WorkState.Waiting;
                item.DueAt = write.Now;
                item.Failures = 0;
                item.CancelAsked = false;
                item.EndedAt = null;
                item.Trouble = null;
                write.Audit("work.run-now", "Work", item.Id.ToString(), item.Kind, after: new { item.Kind });
                return true;
            },
            cancellationToken
        );
    }
}

/// <summary>It runs, or was done.</summary>
public sealed record JobCannotRunNow() : Error("jobs.cannot-run-now", "This job is running, or it is done.");
