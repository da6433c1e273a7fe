using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>Goes on with every rotation on its way, whoever began it, and asks for those that are due.</summary>
internal sealed class CredentialRotationService(
    CredentialRotation rotation,
    RotationRows rows,
    RotationRequests requests,
    ControlPlaneDatabase controlPlane,
    ICompanyLogins logins,
    Snapshots snapshots,
    TenancyOptions options,
    TimeProvider time,
    ILogger<CredentialRotationService> logger
) : BackgroundService
{
    /// <summary>How many may be on their way before the schedule asks for more.</summary>
    private const int Together = 20;
    private const int AtOnce = 4;
    private readonly ConcurrentDictionary<CompanyId, DateTimeOffset> held = new();

    /// <summary>One look at everything that is on its way or due.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var pending = await rows.PendingAsync(cancellationToken);
        foreach (var done in held.Keys.Except(pending.Select(row => row.CompanyId)))
        {
            held.TryRemove(done, out _);
        }

        foreach (var row in pending.Where(row => row.Step >= RotationStep.Switched))
        {
            // Once more, for a connection that was being opened at the very moment of the change.
            if (snapshots.Catalog.Find(row.CompanyId) is { } company && company.Login != row.From)
            {
                logins.ClearIdle(company, row.From);
            }
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(pending, parallel, async (row, token) => await TryAdvanceAsync(row.CompanyId, token));
        await RequestDueAsync(Together - pending.Count(row => row.Trouble is null), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!logins.Supported)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.CredentialCheckInterval, time);
        try
        {
            do
            {
                await TryLookAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "Rotations of credentials could not be looked up; it is tried again.");
        }
    }

    private async Task TryAdvanceAsync(CompanyId company, CancellationToken cancellationToken)
    {
        try
        {
            var progress = await rotation.AdvanceAsync(company, held.TryGetValue(company, out var mine) ? mine : null, cancellationToken);
            if (progress.Held is { } now)
            {
                held[company] = now;
            }
        }
        // Whatever is wrong with one company must not keep the others waiting.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The new credential of company {Company} waits.", company);
        }
    }

    private async Task RequestDueAsync(int room, CancellationToken cancellationToken)
    {
        if (options.CredentialMaxAge <= TimeSpan.Zero || room <= 0)
        {
            return;
        }

        var before = time.GetUtcNow() - options.CredentialMaxAge;
        var due = await controlPlane.ReadAsync(
            (context, token) =>
                context
                    .Companies.Where(row => row.State == CompanyState.Active && (row.CredentialAt ?? row.CreatedAt) < before)
                    .Where(row => !context.CredentialRotations.Any(rotation => rotation.CompanyId == row.Id))
                    .OrderBy(row => row.CredentialAt ?? row.CreatedAt)
                    .Select(row => row.Id)
                    .Take(room)
                    .ToListAsync(token),
            cancellationToken
        );
        foreach (var company in due)
        {
            var asked = await requests.RequestAsync(company, "Metiva", cancellationToken);
            if (asked.Error is { } refusal and not RotationUnderWay)
            {
                logger.LogWarning("Company {Company} is due for a new credential, which is refused: {Reason}.", company, refusal.Code);
            }
        }
    }
}
