using System.Collections.Concurrent;
using Metiva.Tenancy;
using Metiva.Tenancy.Catalog;

namespace Metiva.Web.Shell.Circuits;

/// <summary>
/// Looks at every live circuit again whenever the control plane changed, and twice a second for what only time brings: sessions that
/// run out, and a control plane that stays silent.
/// </summary>
internal sealed class CircuitMonitor(ChangeFeed feed, TenancyOptions options, TimeProvider time, ILogger<CircuitMonitor> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, CircuitStanding> circuits = new(StringComparer.Ordinal);

    internal int Count => circuits.Count;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Applied += RecheckAll;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Applied -= RecheckAll;
        return base.StopAsync(cancellationToken);
    }

    internal void Add(string circuitId, CircuitStanding standing) => circuits[circuitId] = standing;

    internal void Remove(string circuitId) => circuits.TryRemove(circuitId, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.FeedIntervalMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                RecheckAll();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void RecheckAll()
    {
        foreach (var (id, standing) in circuits)
        {
            try
            {
                standing.Recheck();
            }
            catch (Exception exception)
            {
                // One circuit that fails must not keep the others from being told.
                logger.LogError(exception, "Circuit {Circuit} could not be told how it stands.", id);
            }
        }
    }
}
