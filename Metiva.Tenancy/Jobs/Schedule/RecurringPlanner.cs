using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.CompanyData;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>
/// Puts recurring work into the companies' outboxes. An item has the name of its occurrence as its key, so asking twice, from here or by
/// another process, makes one; how far it went is written down when every company has it, so what was broken off is finished later.
/// </summary>
internal sealed class RecurringPlanner(
    IEnumerable<RecurringWork> declared,
    ControlPlaneDatabase controlPlane,
    Snapshots snapshots,
    Binder binder,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<RecurringPlanner> logger
)
{
    private readonly Dictionary<string, RecurringWork> byKind = declared.ToDictionary(work => work.Kind, StringComparer.Ordinal);

    internal IReadOnlyCollection<RecurringWork> Declared => byKind.Values;

    /// <summary>Called with the name of each step that has just been finished.</summary>
    internal Func<string, Task>? AfterStep { get; set; }

    /// <summary>Asks for what is due and was not asked for: the occurrence that just came, or the last one that nobody was there for.</summary>
    /// <param name="lease">What this process leads with; null where the engine sees to it that one process at a time is asked.</param>
    /// <param name="cancellationToken">Ends it between two companies.</param>
    internal async Task CatchUpAsync(LeaderLease? lease, CancellationToken cancellationToken)
    {
        foreach (var work in byKind.Values)
        {
            var now = time.GetUtcNow();
            var known = await controlPlane.ReadAsync(
                (context, token) => context.RecurringWork.SingleOrDefaultAsync(row => row.Kind == work.Kind, token),
                cancellationToken
            );
            if (known is null)
            {
                // Seen for the first time: nothing was missed yet.
                await NoteAsync(work, now, lease, cancellationToken);
            }
            else if (work.LastAt(now) is { } last && last > known.LastAt)
            {
                await PlanAsync(work, last, lease, cancellationToken);
            }
        }
    }

    private async Task PlanAsync(RecurringWork work, DateTimeOffset occurrence, LeaderLease? lease, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var company in snapshots.Catalog.Entries.Where(entry => entry.State == CompanyState.Active).ToList())
        {
            if (lease is { Leads: false })
            {
                return;
            }

            failed += await TryAskAsync(company.Id, work, occurrence, cancellationToken) ? 0 : 1;
            await (AfterStep?.Invoke("asked") ?? Task.CompletedTask);
        }

        if (failed == 0)
        {
            await NoteAsync(work, occurrence, lease, cancellationToken);
        }
    }

    private async Task<bool> TryAskAsync(
        CompanyId company,
        RecurringWork work,
        DateTimeOffset occurrence,
        CancellationToken cancellationToken
    )
    {
        var bound = binder.BindWork(company, []);
        if (bound.Context is null)
        {
            // Suspended or on its way since; a registry that does not answer is asked again.
            return bound.Outcome != BindingOutcome.ControlPlaneUnavailable;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Freeze(bound);
            var key = work.KeyOf(occurrence);
            var asked = await scope
                .ServiceProvider.GetRequiredService<CompanyDatabase>()
                .WriteAsync<bool>(
                    async (write, token) =>
                    {
                        if (!await write.Data.WorkItems.AnyAsync(item => item.Key == key, token))
                        {
                            write.Enqueue(work.Kind, new { }, key);
                        }

                        return true;
                    },
                    cancellationToken
                );
            return asked.Ok;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Company {Company} could not be given {Kind}; it is tried again.", company, work.Kind);
            return false;
        }
    }

    private async Task NoteAsync(RecurringWork work, DateTimeOffset at, LeaderLease? lease, CancellationToken cancellationToken)
    {
        var noted = lease is null
            ? await controlPlane.WriteAsync(SetAsync, static _ => false, cancellationToken)
            : await lease.ActAsync(SetAsync, cancellationToken);
        if (noted.Error is { } error)
        {
            logger.LogInformation("That {Kind} was asked for is not noted: {Why}", work.Kind, error.Message);
        }

        async Task<Result<bool>> SetAsync(ControlPlaneContext context, CancellationToken token)
        {
            // Only ever forward.
            var moved = await context
                .RecurringWork.Where(row => row.Kind == work.Kind && row.LastAt < at)
                .ExecuteUpdateAsync(update => update.SetProperty(row => row.LastAt, at), token);
            if (moved == 0 && !await context.RecurringWork.AnyAsync(row => row.Kind == work.Kind, token))
            {
                context.RecurringWork.Add(new RecurringWorkRow { Kind = work.Kind, LastAt = at });
            }

            return true;
        }
    }
}
