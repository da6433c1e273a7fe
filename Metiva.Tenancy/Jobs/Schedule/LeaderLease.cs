using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Jobs.Schedule;

/// <summary>
/// Leads something that only one process may do at a time. Whoever takes the lead gets a number that no leader had before; every write
/// of a leader compares it in the same transaction, so one that slept through its lease wakes up to find that it writes nothing.
/// </summary>
internal sealed class LeaderLease(ControlPlaneDatabase controlPlane, string name, TimeSpan length, TimeProvider time)
{
    private readonly Guid me = Guid.NewGuid();
    private long? fence;
    private long askedAt;

    /// <summary>Whether it leads, as far as this process can know without asking.</summary>
    internal bool Leads => fence is not null && time.GetElapsedTime(askedAt) < length;

    /// <summary>The number that it leads with; null when it does not.</summary>
    internal long? Fence => Leads ? fence : null;

    /// <summary>Takes the lead when nobody has it, or keeps it. Returns whether it leads.</summary>
    internal async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var held = await controlPlane.WriteAsync<long>(
            async (context, token) =>
            {
                var now = time.GetUtcNow();
                var row = await context.Leases.AsNoTracking().SingleOrDefaultAsync(lease => lease.Name == name, token);
                if (row is null)
                {
                    row = new LeaseRow
                    {
                        Name = name,
                        Holder = me,
                        Fence = 1,
                        Until = now + length,
                    };
                    context.Leases.Add(row);
                    return row.Fence;
                }

                var isMine = row.Holder == me && row.Fence == fence;
                if (!isMine && row.Until > now)
                {
                    return new LedByAnother();
                }

                var next = isMine ? row.Fence : row.Fence + 1;
                var taken = await context
                    .Leases.Where(lease => lease.Name == name && lease.Fence == row.Fence && lease.Holder == row.Holder)
                    .ExecuteUpdateAsync(
                        update =>
                            update
                                .SetProperty(lease => lease.Holder, me)
                                .SetProperty(lease => lease.Fence, next)
                                .SetProperty(lease => lease.Until, now + length),
                        token
                    );
                return taken == 1 ? next : new LedByAnother();
            },
            static _ => false,
            cancellationToken
        );
        (fence, askedAt) = (held.Ok ? held.Value : null, asked);
        return Leads;
    }

    /// <summary>Writes as the leader; refuses, and keeps nothing, when another process has taken the lead meanwhile.</summary>
    internal async Task<Result<T>> ActAsync<T>(
        Func<ControlPlaneContext, CancellationToken, Task<Result<T>>> act,
        CancellationToken cancellationToken
    ) =>
        await controlPlane.WriteAsync<T>(
            async (context, token) =>
                fence is { } mine
                && await context.Leases.AnyAsync(lease => lease.Name == name && lease.Holder == me && lease.Fence == mine, token)
                    ? await act(context, token)
                    : new LedByAnother(),
            static _ => false,
            cancellationToken
        );

    /// <summary>Lets go, so that another process leads at once.</summary>
    internal async Task LetGoAsync()
    {
        if (fence is null)
        {
            return;
        }

        await ActAsync<bool>(
            async (context, token) =>
                await context
                    .Leases.Where(lease => lease.Name == name)
                    .ExecuteUpdateAsync(update => update.SetProperty(lease => lease.Until, time.GetUtcNow()), token) == 1,
            CancellationToken.None
        );
        fence = null;
    }
}

/// <summary>Another process leads.</summary>
internal sealed record LedByAnother() : Error("jobs.led-by-another", "Another process leads.");
