using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Sessions;

/// <summary>Writes down, many at once, which sessions were used lately, so that every node knows which ones lie idle.</summary>
internal sealed class SessionActivityService(
    ControlPlaneDatabase controlPlane,
    Snapshots snapshots,
    TimeProvider time,
    ILogger<SessionActivityService> logger
) : BackgroundService
{
    private const int ChangesKept = 100_000;
    private static readonly TimeSpan SessionsKept = TimeSpan.FromDays(90);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly Dictionary<SessionId, DateTimeOffset> written = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryWriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        snapshots.Sessions.DropExpired();
        var live = snapshots.Sessions.Entries.ToList();
        var moved = live.Where(session => session.LastSeenAt > written.GetValueOrDefault(session.Id)).ToList();
        if (moved.Count > 0)
        {
            await controlPlane.WriteAsync<int>(
                async (context, token) =>
                {
                    foreach (var session in moved)
                    {
                        var seen = session.LastSeenAt;
                        await context
                            .Sessions.Where(row => row.Id == session.Id && row.LastSeenAt < seen)
                            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, seen), token);
                    }

                    foreach (var company in moved.Where(session => session.CompanyId is not null).GroupBy(session => session.CompanyId))
                    {
                        CompanyId? id = company.Key;
                        DateTimeOffset? seen = company.Max(session => session.LastSeenAt);
                        await context
                            .Companies.Where(row => row.Id == id)
                            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastActivityAt, seen), token);
                    }

                    await context.AnnounceAsync([.. moved.Select(session => new ChangeKey(ChangeKind.Session, session.Id.Value))], token);
                    // Who was signed in from where is kept no longer than it takes to look into something.
                    var forgotten = time.GetUtcNow() - SessionsKept;
                    await context.Sessions.Where(row => row.ExpiresAt < forgotten).ExecuteDeleteAsync(token);
                    var newest = await context.ChangeCounters.Select(counter => counter.Version).SingleAsync(token);
                    await context.Changes.Where(change => change.Version <= newest - ChangesKept).ExecuteDeleteAsync(token);
                    return moved.Count;
                },
                cancellationToken
            );
        }

        written.Clear();
        foreach (var session in live)
        {
            written[session.Id] = session.LastSeenAt;
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The use of sessions could not be written down; it is tried again.");
        }
    }
}
