using Metiva.Tenancy.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Servers;

/// <summary>Asks every server once a minute how it is.</summary>
internal sealed class ServerHealthService(ServerHealth health, Snapshots snapshots, TimeProvider time, ILogger<ServerHealthService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var server in snapshots.Servers.Entries)
                {
                    await TryAsync(server, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(ServerEntry server, CancellationToken cancellationToken)
    {
        try
        {
            await health.CheckAsync(server, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "How server {Server} is could not be asked or written down.", server.Name);
        }
    }
}
