using System.Data.Common;
using System.Diagnostics;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.ControlPlane;

/// <summary>The registry's database. A write is announced in its own transaction and known in this process when it returns.</summary>
public sealed class ControlPlaneDatabase(IDatabaseEngine engine, ChangeFeed feed, TenancyOptions options)
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Runs a query.</summary>
    /// <exception cref="BindingRefusedException">ControlPlaneUnavailable: it cannot be read.</exception>
    public Task<T> ReadAsync<T>(Func<ControlPlaneContext, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        GuardedAsync(
            async () =>
            {
                await using var connection = await engine.OpenControlPlaneAsync(fresh: false, cancellationToken);
                using var interrupt = engine.InterruptOn(connection, cancellationToken);
                await using var context = engine.CreateControlPlaneContext(connection);
                context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                return await query(context, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Runs a command in one transaction; a refusal keeps nothing.</summary>
    /// <exception cref="BindingRefusedException">ControlPlaneUnavailable, or Busy: the turn to write did not come in time.</exception>
    public Task<Result<T>> WriteAsync<T>(
        Func<ControlPlaneContext, CancellationToken, Task<Result<T>>> command,
        CancellationToken cancellationToken
    ) => WriteAsync(command, static _ => true, cancellationToken);

    /// <summary>The same; what this process need not know at once it hears with everybody else.</summary>
    internal async Task<Result<T>> WriteAsync<T>(
        Func<ControlPlaneContext, CancellationToken, Task<Result<T>>> command,
        Func<T, bool> needsHearing,
        CancellationToken cancellationToken
    )
    {
        if (!await turn.WaitAsync(options.WriteWait, cancellationToken))
        {
            throw new BindingRefusedException(BindingOutcome.Busy);
        }

        Result<T> result;
        try
        {
            result = await GuardedAsync(() => WriteInTurnAsync(command, cancellationToken), cancellationToken);
        }
        finally
        {
            turn.Release();
        }

        if (result.Ok && needsHearing(result.Value))
        {
            await feed.PollAsync(CancellationToken.None);
        }

        return result;
    }

    private async Task<Result<T>> WriteInTurnAsync<T>(
        Func<ControlPlaneContext, CancellationToken, Task<Result<T>>> command,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await engine.OpenControlPlaneAsync(fresh: false, cancellationToken);
        await using var transaction = await BeginAsync(connection, cancellationToken);
        await using var context = engine.CreateControlPlaneContext(connection);
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var result = await command(context, cancellationToken);
        if (!result.Ok)
        {
            return result;
        }

        try
        {
            await context.SaveAndAnnounceAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new ChangedMeanwhile();
        }

        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <summary>Begins when no other process writes; each attempt waits a moment, and all of them as long as a turn may take to come.</summary>
    private async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await engine.BeginWriteAsync(connection, cancellationToken);
            }
            catch (Exception exception) when (Stopwatch.GetElapsedTime(asked) < options.WriteWait && IsBusy(exception, cancellationToken))
            {
                // Nothing has begun, so trying again does nothing twice.
            }
        }
    }

    private bool IsBusy(Exception exception, CancellationToken cancellationToken) =>
        (exception as BindingRefusedException ?? engine.Translate(exception, cancellationToken))
            is BindingRefusedException { Outcome: BindingOutcome.Busy };

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return engine.IsSynchronous ? await Task.Run(work, cancellationToken) : await work();
        }
        catch (Exception exception) when (engine.Translate(exception, cancellationToken) is { } meaning)
        {
            throw meaning is BindingRefusedException { Outcome: BindingOutcome.DatabaseUnavailable }
                ? new BindingRefusedException(BindingOutcome.ControlPlaneUnavailable, exception)
                : meaning;
        }
    }
}
