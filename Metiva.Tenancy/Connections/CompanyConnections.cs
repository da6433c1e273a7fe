using System.Data.Common;
using System.Diagnostics;
using Metiva.Tenancy.Auditing.Chain;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Connections;

/// <summary>
/// Runs work on a company's database: within the budget of connections, off the circuit's dispatcher where needed, in turn
/// where it writes, and never too long. What fails in passing is tried again where that cannot do anything twice.
/// </summary>
public sealed class CompanyConnections
{
    private readonly IDatabaseEngine engine;
    private readonly ConnectionBudget budget;
    private readonly GrownLogs grown;
    private readonly TenancyOptions options;

    internal CompanyConnections(IDatabaseEngine engine, ConnectionBudget budget, GrownLogs grown, TenancyOptions options)
    {
        this.engine = engine;
        this.budget = budget;
        this.grown = grown;
        this.options = options;
    }

    /// <summary>Opens a connection to the company's database; the caller disposes it.</summary>
    /// <exception cref="BindingRefusedException">Busy: no connection came free within <see cref="TenancyOptions.ConnectionWait"/>.</exception>
    internal ValueTask<CompanyConnection> OpenAsync(CatalogEntry company, CancellationToken cancellationToken)
    {
        // The common case, an idle connection and an engine that answers at once, without a state machine.
        var pool = budget.PoolOf(company);
        if (!pool.TryTake())
        {
            return OpenInTurnAsync(pool, company, attempt: 1, cancellationToken);
        }

        ValueTask<DbConnection> opening;
        try
        {
            opening = engine.OpenCompanyAsync(company, cancellationToken);
        }
        catch (Exception exception)
        {
            GiveBack(pool, exception);
            if (Attempts.MayGoOn(engine, exception, attempt: 1))
            {
                return OpenInTurnAsync(pool, company, attempt: 2, cancellationToken);
            }

            throw;
        }

        return opening.IsCompletedSuccessfully
            ? new(new CompanyConnection(opening.Result, pool))
            : FinishOpeningAsync(opening, pool, company, cancellationToken);
    }

    /// <summary>
    /// Runs work that only reads, as soon as not too many of this company's do. It is run again as a whole, on another
    /// connection, after a failure that passes.
    /// </summary>
    /// <exception cref="BindingRefusedException">
    /// Busy: turn and connection did not come within <see cref="TenancyOptions.ConnectionWait"/>.
    /// </exception>
    internal Task<T> ReadAsync<T>(
        CatalogEntry company,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) =>
        InTurnAsync(
            company,
            budget.PoolOf(company).Company.Read,
            options.ConnectionWait,
            options.StatementTimeouts.For(company.Plan),
            (pool, limit) => RepeatAsync(pool, company, work, mayRepeat: static () => true, limit),
            cancellationToken
        );

    /// <summary>
    /// Runs work that writes, when it is this company's turn. The work gets an open transaction and commits it itself; what
    /// it does not commit is rolled back. It is run again as a whole, in another transaction, after a failure that passes, as
    /// long as no commit was asked for.
    /// </summary>
    /// <exception cref="BindingRefusedException">
    /// Busy: turn and connection did not come within <see cref="TenancyOptions.WriteWait"/>.
    /// </exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost while committing.</exception>
    internal Task<T> WriteAsync<T>(
        CatalogEntry company,
        Func<DbConnection, CompanyTransaction, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    ) => WriteAsync(company, work, options.StatementTimeouts.For(company.Plan), cancellationToken);

    /// <summary>The same for work that has nothing to do with the plan and takes as long as it says.</summary>
    internal Task<T> WriteAsync<T>(
        CatalogEntry company,
        Func<DbConnection, CompanyTransaction, CancellationToken, Task<T>> work,
        TimeSpan atMost,
        CancellationToken cancellationToken
    )
    {
        CompanyTransaction? current = null;
        return InTurnAsync(
            company,
            budget.PoolOf(company).Company.Write,
            options.WriteWait,
            atMost,
            (pool, limit) => RepeatAsync(pool, company, TransactedAsync, () => current is not { CommitAsked: true }, limit),
            cancellationToken
        );

        async Task<T> TransactedAsync(DbConnection connection, CancellationToken limit)
        {
            await using var transaction = await engine.BeginWriteAsync(connection, limit);
            current = new CompanyTransaction(transaction, engine, () => grown.Note(company.Id), limit);
            return await work(connection, current, limit);
        }
    }

    /// <summary>Runs something once the turn and a connection's place in the budget are there, within the time that it is given.</summary>
    private async Task<T> InTurnAsync<T>(
        CatalogEntry company,
        SemaphoreSlim turn,
        TimeSpan wait,
        TimeSpan atMost,
        Func<CompanyPool, CancellationToken, Task<T>> work,
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
            await budget.TakeAsync(pool, Left(wait, asked), cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(atMost);
            try
            {
                return await work(pool, limit.Token);
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

    /// <summary>Works on a connection whose place was taken; on others, when that fails in a way that passes.</summary>
    private async Task<T> RepeatAsync<T>(
        CompanyPool pool,
        CatalogEntry company,
        Func<DbConnection, CancellationToken, Task<T>> work,
        Func<bool> mayRepeat,
        CancellationToken limit
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OffTheDispatcher(pool, () => OnConnectionAsync(pool, company, work, limit));
            }
            catch (Exception exception) when (mayRepeat() && !limit.IsCancellationRequested && Attempts.MayGoOn(engine, exception, attempt))
            {
                // Nothing of it was kept, so it starts over.
            }

            await Attempts.PauseAsync(attempt, limit);
            await budget.TakeAsync(pool, options.ConnectionWait, limit);
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
        await using var opened = await OpenOnceAsync(pool, company, limit);
        using var interrupt = engine.InterruptOn(opened.Connection, limit);
        return await work(opened.Connection, limit);
    }

    private async ValueTask<CompanyConnection> OpenInTurnAsync(
        CompanyPool pool,
        CatalogEntry company,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            if (attempt > 1)
            {
                await Attempts.PauseAsync(attempt - 1, cancellationToken);
            }

            await budget.TakeAsync(pool, options.ConnectionWait, cancellationToken);
            try
            {
                return await OpenOnceAsync(pool, company, cancellationToken);
            }
            catch (Exception exception) when (Attempts.MayGoOn(engine, exception, attempt))
            {
                attempt++;
            }
        }
    }

    private async ValueTask<CompanyConnection> FinishOpeningAsync(
        ValueTask<DbConnection> opening,
        CompanyPool pool,
        CatalogEntry company,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return new CompanyConnection(await opening, pool);
        }
        catch (Exception exception)
        {
            GiveBack(pool, exception);
            if (!Attempts.MayGoOn(engine, exception, attempt: 1))
            {
                throw;
            }
        }

        return await OpenInTurnAsync(pool, company, attempt: 2, cancellationToken);
    }

    /// <summary>Opens a connection whose place was taken; the place is given back when that fails.</summary>
    private async ValueTask<CompanyConnection> OpenOnceAsync(CompanyPool pool, CatalogEntry company, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CompanyConnection(await engine.OpenCompanyAsync(company, cancellationToken), pool);
        }
        catch (Exception exception)
        {
            GiveBack(pool, exception);
            throw;
        }
    }

    private void GiveBack(CompanyPool pool, Exception exception)
    {
        pool.GiveBack();
        if (exception is BindingRefusedException { Outcome: not BindingOutcome.Busy })
        {
            budget.Distrust(pool);
        }
    }

    private Exception? Meaning(Exception exception, CancellationToken limit, CancellationToken asked)
    {
        if (exception is OutcomeUnknownException)
        {
            return null;
        }

        var meaning = engine.Translate(exception, limit);
        return
            limit.IsCancellationRequested && !asked.IsCancellationRequested && (meaning ?? exception) is OperationCanceledException stopped
            ? new TimeoutException("The statement took longer than the company's plan allows and was stopped.", stopped)
            : meaning;
    }

    private Task<T> OffTheDispatcher<T>(CompanyPool pool, Func<Task<T>> work) =>
        // Not given up before it starts: the work is what gives the connection back.
        engine.IsSynchronous
            ? CompanyThreads.OfProcess.RunAsync(pool.Company.Turns, work)
            : work();

    private static TimeSpan Left(TimeSpan wait, long asked)
    {
        var left = wait - Stopwatch.GetElapsedTime(asked);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
