using Metiva.Tenancy.Binding;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Usage;

/// <summary>Writes down what was counted, every few seconds and when the host stops.</summary>
internal sealed class UsageService(
    UsageMeter meter,
    UsageFlush flush,
    UsageWarnings warnings,
    TenancyOptions options,
    TimeProvider time,
    ILogger<UsageService> logger
) : BackgroundService
{
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastTry);
        await TryAsync(limit.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was used before this start decides from now on: it is learned first.
        await TryAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.UsageInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await flush.RunAsync(cancellationToken);
            await warnings.TellAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is BindingRefusedException or TimeoutException)
        {
            logger.LogWarning(exception, "What companies used could not be written down; it is kept and tried again.");
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Writing down what companies used failed; it is kept and tried again.");
        }

        if (meter.Buffer.TakeDropped() is var dropped and > 0)
        {
            logger.LogError("{Count} counts of usage found no room while the control plane was away, and are lost.", dropped);
        }
    }
}
