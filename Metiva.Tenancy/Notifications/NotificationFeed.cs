using System.Collections.Concurrent;
using Dapper;
using Metiva.Domain.Companies;
using Metiva.Domain.Memberships;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Engines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Notifications;

/// <summary>
/// Learns of notifications that other nodes wrote: one small question to each company that has a page open on this node, for all of its
/// pages together. It learns who was told, and nothing of what.
/// </summary>
internal sealed class NotificationFeed(
    NotificationSignals signals,
    Snapshots snapshots,
    CompanyConnections connections,
    TimeProvider time,
    ILogger<NotificationFeed> logger
) : BackgroundService
{
    /// <summary>How long other nodes' notifications may stay unseen.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Clocks of nodes differ a little, and what was written first may be committed last.
    private static readonly TimeSpan LookBack = TimeSpan.FromSeconds(60);

    private const string RecentSql = "SELECT n.Id, n.PersonId FROM Notifications n WHERE n.CreatedAt >= @Since";

    private readonly ConcurrentDictionary<CompanyId, HashSet<Guid>> seen = new();

    internal static IEnumerable<string> Texts(SqlDialect dialect) => [RecentSql];

    /// <summary>Asks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var companies = signals.Companies;
        foreach (var gone in seen.Keys.Where(company => !companies.Contains(company)))
        {
            seen.TryRemove(gone, out _);
        }

        foreach (var company in companies)
        {
            if (snapshots.Catalog.Find(company) is { } entry && Binder.StateOf(entry) == BindingOutcome.Bound)
            {
                await LookAsync(entry, cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        try
        {
            var recent = await connections.ReadAsync(
                company,
                async (connection, token) =>
                    (
                        await connection.QueryAsync<Recent>(
                            new CommandDefinition(RecentSql, new { Since = time.GetUtcNow() - LookBack }, cancellationToken: token)
                        )
                    ).AsList(),
                cancellationToken
            );
            HashSet<Guid> now = [.. recent.Select(row => row.Id)];

            // What was there when the first page opened, that page has read.
            if (seen.TryGetValue(company.Id, out var before))
            {
                signals.Wake(company.Id, recent.Where(row => !before.Contains(row.Id)).Select(row => row.PersonId));
            }

            seen[company.Id] = now;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One company that cannot be asked keeps no other one waiting; it is asked again in a moment.
            logger.LogDebug(exception, "A company could not be asked for its notifications.");
        }
    }

    private sealed record Recent
    {
        public Guid Id { get; init; }
        public PersonId PersonId { get; init; }
    }
}
