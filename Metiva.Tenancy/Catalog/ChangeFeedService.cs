using Microsoft.Extensions.Hosting;

namespace Metiva.Tenancy.Catalog;

/// <summary>Prepares the control plane before the host serves anything, then polls the feed for as long as it runs.</summary>
internal sealed class ChangeFeedService(ChangeFeed feed, Engines.IDatabaseEngine engine, TenancyOptions options, TimeProvider time)
    : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.PrepareControlPlaneAsync(cancellationToken);
        if (!await feed.PollAsync(cancellationToken))
        {
            throw new InvalidOperationException("The control plane cannot be read; the log says why.");
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.FeedIntervalMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await feed.PollAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
