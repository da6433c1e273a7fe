using Metiva.Domain.Companies;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Lifecycle;

/// <summary>
/// Finishes companies that a killed process was making or erasing: at start, and once a minute for what another process left.
/// </summary>
internal sealed class UnfinishedCompaniesService(
    CompanyProvisioner provisioner,
    CompanyEraser eraser,
    ErasureRegistry erasures,
    ControlPlaneDatabase controlPlane,
    Snapshots snapshots,
    TimeProvider time,
    ILogger<UnfinishedCompaniesService> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>One that young is most likely being made by somebody. Making it as well would be safe, but double work.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryFinishAsync(TimeSpan.Zero, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            // The host's start does not wait for it: an erasure waits until every node has heard of it.
            await EraseAsync(TimeSpan.Zero, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryFinishAsync(Grace, stoppingToken);
                await EraseAsync(Grace + eraser.Hearing, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Goes on with every erasure that was asked for longer ago than the grace.</summary>
    internal async Task EraseAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        foreach (var company in snapshots.Catalog.Entries.Where(entry => entry.State == CompanyState.Closing).ToList())
        {
            try
            {
                if (await erasures.WasAskedAsync(company.Id, time.GetUtcNow() - grace, cancellationToken))
                {
                    var erased = await eraser.FinishAsync(company.Id, "Metiva", static _ => { }, cancellationToken);
                    logger.LogInformation(
                        "The erasure of company {Company}, which had been broken off: {Outcome}.",
                        company.Id,
                        erased.Error?.Code ?? "done"
                    );
                }
            }
            // Whatever is wrong with one company must not keep the others, or the host, waiting.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "The erasure of company {Company} cannot be gone on with yet.", company.Id);
            }
        }
    }

    private async Task TryFinishAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        // The snapshot says at no cost that there is nothing to do, which is nearly always so.
        foreach (var company in snapshots.Catalog.Entries.Where(entry => entry.State == CompanyState.Provisioning).ToList())
        {
            try
            {
                if (await IsOlderAsync(company.Id, time.GetUtcNow() - grace, cancellationToken))
                {
                    await provisioner.FinishAsync(company, cancellationToken);
                    logger.LogInformation("Company {Company}, whose making had been broken off, is finished.", company.Id);
                }
            }
            // Whatever is wrong with one company must not keep the others, or the host, waiting.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogWarning(exception, "Company {Company} cannot be finished yet.", company.Id);
            }
        }
    }

    private Task<bool> IsOlderAsync(CompanyId company, DateTimeOffset than, CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) => context.Companies.AnyAsync(row => row.Id == company && row.CreatedAt <= than, token),
            cancellationToken
        );
}
