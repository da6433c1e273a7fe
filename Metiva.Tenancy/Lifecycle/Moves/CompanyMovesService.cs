using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Works on moves: on those that are asked for here at once, and on what another process left when its lease has run out.</summary>
internal sealed class CompanyMovesService(
    CompanyMover mover,
    ControlPlaneDatabase controlPlane,
    TenancyOptions options,
    TimeProvider time,
    ILogger<CompanyMovesService> logger
) : BackgroundService
{
    /// <summary>How many moves a process works on at once; copying is heavy.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly string[] PassBySelf = [nameof(MoveTrouble.Busy), nameof(MoveTrouble.Unavailable)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryWorkAsync(stoppingToken);
                await mover.WaitAsync(Interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the next start goes on.
        }
    }

    private async Task TryWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var moves = await controlPlane.ReadAsync((context, token) => context.CompanyMoves.ToListAsync(token), cancellationToken);
            var before = time.GetUtcNow() - options.MoveLease;
            var due = moves.Where(move =>
                move.StepAt <= before && (move.Trouble is null || PassBySelf.Contains(move.Trouble, StringComparer.Ordinal))
            );
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (move, token) => await TryRunAsync(move, token)
            );
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Moves could not be looked up; it is tried again.");
        }
    }

    private async Task TryRunAsync(CompanyMoveRow move, CancellationToken cancellationToken)
    {
        try
        {
            await mover.RunAsync(move, cancellationToken);
        }
        // Whatever is wrong with one move must not keep the others waiting.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The move of company {Company} could not be worked on.", move.CompanyId);
        }
    }
}
