using Metiva.Domain.Access;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Web.Workspace.Jobs;

/// <summary>Calls a job off: at once when it waits, as soon as it listens when it runs, on whichever node that is.</summary>
public sealed class CancelJob(TenantScope scope, CompanyDatabase database)
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

                switch (item.State)
                {
                    case WorkState.Running:
                        item.CancelAsked = true;
                        break;
                    case WorkState.Waiting:
                        item.State = WorkState.Cancelled;
                        item.EndedAt = write.Now;
                        break;
                    default:
                        return new JobIsOver();
                }

                write.Audit("work.cancelled", "Work", item.Id.ToString(), item.Kind, after: new { item.Kind });
                return true;
            },
            cancellationToken
        );
    }
}

/// <summary>There is nothing left to call off.</summary>
public sealed record JobIsOver() : Error("jobs.over", "This job is over already.");
