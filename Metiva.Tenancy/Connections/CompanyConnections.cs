using System.Collections.Concurrent;
using System.Data.Common;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.Engines;

namespace Metiva.Tenancy.Connections;

/// <summary>Runs work on a company's database: off the circuit's dispatcher where needed, in turn where it writes, and never too long.</summary>
public sealed class CompanyConnections(IDatabaseEngine engine, TenancyOptions options)
{
    private readonly ConcurrentDictionary<CompanyId, Turns> turns = new();

    /// <summary>Opens a connection to the company's database; the caller disposes it.</summary>
    internal ValueTask<DbConnection> OpenAsync(CatalogEntry company, CancellationToken cancellationToken) =>
        engine.OpenCompanyAsync(company, cancellationToken);

    /// <summary>Runs work that only reads, as soon as not too many of this company's do.</summary>
    /// <exception cref="BindingRefusedException">Busy: the turn did not come within <see cref="TenancyOptions.ReadWait"/>.</exception>
    internal async Task<T> ReadAsync<T>(
        CatalogEntry company,
        Func<DbConnection, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var turn = TurnsOf(company.Id).Read;
        if (!await turn.WaitAsync(options.ReadWait, cancellationToken))
        {
            throw new BindingRefusedException(BindingOutcome.Busy);
        }

        using var limit = Limit(cancellationToken);
        try
        {
            return await OffTheDispatcher(
                async () =>
                {
                    await using var connection = await engine.OpenCompanyAsync(company, limit.Token);
                    using var interrupt = engine.InterruptOn(connection, limit.Token);
                    return await work(connection, limit.Token);
                },
                limit.Token
            );
        }
        catch (Exception exception) when (engine.Translate(exception, limit.Token) is { } meaning)
        {
            throw Meant(meaning, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Runs work that writes, when it is this company's turn. The work gets an open transaction and commits it itself; what
    /// it does not commit is rolled back.
    /// </summary>
    /// <exception cref="BindingRefusedException">Busy: the turn did not come within <see cref="TenancyOptions.WriteWait"/>.</exception>
    internal async Task<T> WriteAsync<T>(
        CatalogEntry company,
        Func<DbConnection, DbTransaction, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        var turn = TurnsOf(company.Id).Write;
        if (!await turn.WaitAsync(options.WriteWait, cancellationToken))
        {
            throw new BindingRefusedException(BindingOutcome.Busy);
        }

        using var limit = Limit(cancellationToken);
        try
        {
            return await OffTheDispatcher(
                async () =>
                {
                    await using var connection = await engine.OpenCompanyAsync(company, limit.Token);
                    using var interrupt = engine.InterruptOn(connection, limit.Token);
                    await using var transaction = await engine.BeginWriteAsync(connection, limit.Token);
                    return await work(connection, transaction, limit.Token);
                },
                limit.Token
            );
        }
        catch (Exception exception) when (engine.Translate(exception, limit.Token) is { } meaning)
        {
            throw Meant(meaning, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private Turns TurnsOf(CompanyId company) =>
        turns.GetOrAdd(
            company,
            static (_, reads) => new Turns(new SemaphoreSlim(1, 1), new SemaphoreSlim(reads, reads)),
            options.ReadsPerCompany
        );

    private static Exception Meant(Exception meaning, CancellationToken asked) =>
        meaning is OperationCanceledException && !asked.IsCancellationRequested
            ? new TimeoutException("The statement took longer than an installation's limit allows and was stopped.", meaning)
            : meaning;

    private Task<T> OffTheDispatcher<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        engine.IsSynchronous ? Task.Run(work, cancellationToken) : work();

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.StatementTimeout);
        return limit;
    }

    /// <summary>One writer at a time, and some readers.</summary>
    private sealed record Turns(SemaphoreSlim Write, SemaphoreSlim Read);
}
