using System.Data.Common;
using System.Diagnostics;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Connections;

/// <summary>
/// Runs work on a company's database: within the budget of connections, off the circuit's dispatcher where needed, in turn
/// where it writes, and never too long.
/// </summary>
public sealed class CompanyConnections(IDatabaseEngine engine, ConnectionBudget budget, TenancyOptions options)
{
    /// <summary>Opens a connection to the company's database; the caller disposes it.</summary>
    /// <exception cref="BindingRefusedException">Busy: no connection came free within <see cref="TenancyOptions.ConnectionWait"/>.</exception>
    internal ValueTask<CompanyConnection> OpenAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        // The common case, an idle connection and an engine that answers at once, without a state machine.
        var pool = budget.PoolOf(company);
        if (!pool.TryTake())
        {
            return WaitAndOpenAsync(pool, company, cancellationToken);
        }

        ValueTask<DbConnection> opening;
        try
        {
            opening = engine.OpenCompanyAsync(company, cancellationToken);
        }
        catch (Exception exception)
        {
            Failed(pool, exception);
            throw;
        }

        return opening.IsCompletedSuccessfully ? new(new CompanyConnection(opening.Result, pool)) : OpenedAsync(opening, pool);
    }

    /// <summary>Runs work that only reads, as soon as not too many of this company's do.</summary>
    /// <exception cref="BindingRefusedException">
    /// Busy: turn and connection did not come within <see cref="TenancyOptions.ConnectionWait"/>.
    /// </exception>
    internal Task<T> ReadAsync<T>(
        CatalogEntry company,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => RunAsync(company, budget.PoolOf(company).Company.Read, options.ConnectionWait, work, cancellationToken);

    /// <summary>
    /// Runs work that writes, when it is this company's turn. The work gets an open transaction and commits it itself; what
    /// it does not commit is rolled back.
    /// </summary>
    /// <exception cref="BindingRefusedException">
    /// Busy: turn and connection did not come within <see cref="TenancyOptions.WriteWait"/>.
    /// </exception>
    internal Task<T> WriteAsync<T>(
        CatalogEntry company,
        Func<DbConnection, DbTransaction, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            company,
            budget.PoolOf(company).Company.Write,
            options.WriteWait,
            async (connection, limit) =>
            {
                await using var transaction = await engine.BeginWriteAsync(connection, limit);
                return await work(connection, transaction, limit);
            },
            cancellationToken
        );

    private async Task<T> RunAsync<T>(
        CatalogEntry company,
        SemaphoreSlim turn,
        TimeSpan wait,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var pool = budget.PoolOf(company);
        var asked = Stopwatch.GetTimestamp();
        if (!await turn.WaitAsync(wait, cancellationToken))
        {
            throw ConnectionBudget.Busy(pool);
        }

        try
        {
            await budget.TakeAsync(pool, wait - Stopwatch.GetElapsedTime(asked), cancellationToken);
            using var limit = Limit(company, cancellationToken);
            try
            {
                return await OffTheDispatcher(() => OnConnectionAsync(pool, company, work, limit.Token));
            }
            catch (Exception exception)
            {
                if (Meaning(exception, limit.Token, cancellationToken) is { } meaning)
                {
                    throw meaning;
                }

                throw;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Works on a connection whose place in the budget was taken, and gives both back.</summary>
    private async Task<T> OnConnectionAsync<T>(
        CompanyPool pool,
        CatalogEntry company,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken limit
    )
    {
        await using var opened = await OpenedAsync(company, pool, limit);
        using var interrupt = engine.InterruptOn(opened.Connection, limit);
        return await work(opened.Connection, limit);
    }

    private async ValueTask<CompanyConnection> WaitAndOpenAsync(CompanyPool pool, CatalogEntry company, CancellationToken cancellationToken)
    {
        await budget.TakeAsync(pool, options.ConnectionWait, cancellationToken);
        return await OpenedAsync(company, pool, cancellationToken);
    }

    private async ValueTask<CompanyConnection> OpenedAsync(CatalogEntry company, CompanyPool pool, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CompanyConnection(await engine.OpenCompanyAsync(company, cancellationToken), pool);
        }
        catch (Exception exception)
        {
            Failed(pool, exception);
            throw;
        }
    }

    private async ValueTask<CompanyConnection> OpenedAsync(ValueTask<DbConnection> opening, CompanyPool pool)
    {
        try
        {
            return new CompanyConnection(await opening, pool);
        }
        catch (Exception exception)
        {
            Failed(pool, exception);
            throw;
        }
    }

    private void Failed(CompanyPool pool, Exception exception)
    {
        pool.GiveBack();
        if (exception is BindingRefusedException { Outcome: not BindingOutcome.Busy })
        {
            budget.Distrust(pool);
        }
    }

    private Exception? Meaning(Exception exception, CancellationToken limit, CancellationToken asked)
    {
        var meaning = engine.Translate(exception, limit);
        return
            limit.IsCancellationRequested && !asked.IsCancellationRequested && (meaning ?? exception) is OperationCanceledException stopped
            ? new TimeoutException("The statement took longer than the company's plan allows and was stopped.", stopped)
            : meaning;
    }

    private Task<T> OffTheDispatcher<T>(Func<Task<T>> work) =>
        // Not given up before it starts: the work is what gives the connection back.
        engine.IsSynchronous
            ? Task.Run(work, CancellationToken.None)
            : work();

    private CancellationTokenSource Limit(CatalogEntry company, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StatementTimeouts.For(company.Plan));
        return limit;
    }
}
