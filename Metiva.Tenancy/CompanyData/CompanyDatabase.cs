using System.Data.Common;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Connections;
using Metiva.Tenancy.Connections.Limits;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Jobs;
using Metiva.Tenancy.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.CompanyData;

/// <summary>
/// The bound company's database. There is nothing to pass that could name another one: the company is the scope's frozen
/// context, looked at again on every call.
/// </summary>
public sealed class CompanyDatabase
{
    private readonly TenantScope scope;
    private readonly CompanyConnections connections;
    private readonly PersonTurns turns;
    private readonly WorkQueue work;
    private readonly NotificationSignals signals;
    private readonly IDatabaseEngine engine;
    private readonly BindingCounters counters;
    private readonly TenancyOptions options;
    private readonly TimeProvider time;

    internal CompanyDatabase(
        TenantScope scope,
        CompanyConnections connections,
        PersonTurns turns,
        WorkQueue work,
        NotificationSignals signals,
        IDatabaseEngine engine,
        BindingCounters counters,
        TenancyOptions options,
        TimeProvider time
    )
    {
        this.scope = scope;
        this.connections = connections;
        this.turns = turns;
        this.work = work;
        this.signals = signals;
        this.engine = engine;
        this.counters = counters;
        this.options = options;
        this.time = time;
    }

    /// <summary>The words of SQL that differ between engines.</summary>
    public SqlDialect Dialect => engine.Dialect;

    /// <summary>Opens and closes a connection: whether the database is there and is this company's.</summary>
    /// <exception cref="BindingRefusedException">It is not, or the context no longer holds.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
        }
        catch (BindingRefusedException refused)
        {
            counters.Count(refused.Outcome, scope.ContextOrNull?.CompanyId);
            throw;
        }
    }

    /// <summary>Runs a query, or a few of them. Each may fetch <see cref="TenancyOptions.RowsPerQuery"/> rows.</summary>
    /// <exception cref="TooManyRowsException">One of them found more.</exception>
    /// <exception cref="BindingRefusedException">The context no longer holds, or the database refuses.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            var company = scope.Context.DemandCompany(AccessKind.Read);
            using var turn = await TurnAsync(options.ConnectionWait, cancellationToken);
            return await connections.ReadAsync(
                company,
                async (connection, limit) =>
                {
                    // It may have waited for seconds; whoever lost access meanwhile reads nothing.
                    scope.Context.Demand(AccessKind.Read);
                    await using var limited = new LimitedConnection(connection, options.RowsPerQuery);
                    return await query(limited, limit);
                },
                cancellationToken
            );
        }
        catch (BindingRefusedException refused)
        {
            counters.Count(refused.Outcome, scope.ContextOrNull?.CompanyId);
            throw;
        }
    }

    /// <summary>
    /// Runs a command in one transaction with one save at its end. Nothing is kept when it refuses, when it throws, when the
    /// context stopped holding meanwhile, or when it changed something without an audit record. It may be run more than once,
    /// each time on data of its own, so it keeps nothing outside of that.
    /// </summary>
    /// <exception cref="BindingRefusedException">The context no longer holds, the database refuses, or it is Busy.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost while committing.</exception>
    public async Task<Result<T>> WriteAsync<T>(
        Func<CompanyWrite, CancellationToken, Task<Result<T>>> command,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await WriteBoundAsync(command, cancellationToken);
        }
        catch (BindingRefusedException refused)
        {
            counters.Count(refused.Outcome, scope.ContextOrNull?.CompanyId);
            throw;
        }
    }

    /// <summary>Makes what was overwritten unreadable in the database's own log as well, as far as the engine can.</summary>
    internal Task OverwriteAsync(CancellationToken cancellationToken) =>
        connections.ReadAsync(
            scope.Context.DemandCompany(AccessKind.Read),
            async (connection, token) =>
            {
                await engine.FoldLogAsync(connection, token);
                return true;
            },
            cancellationToken
        );

    /// <summary>Opens a connection for what neither a query nor a command covers; the caller disposes it.</summary>
    internal ValueTask<CompanyConnection> OpenAsync(CancellationToken cancellationToken) =>
        connections.OpenAsync(scope.Context.DemandCompany(AccessKind.Read), cancellationToken);

    private ValueTask<PersonTurns.Turn> TurnAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        // Work has turns of its own: at most two pieces of a company are done at once.
        scope.Context.PersonOrNull
            is { } person
            ? turns.TakeAsync(scope.Context.CompanyId, person, wait, cancellationToken)
            : ValueTask.FromResult<PersonTurns.Turn>(default);

    private async Task<Result<T>> WriteBoundAsync<T>(
        Func<CompanyWrite, CancellationToken, Task<Result<T>>> command,
        CancellationToken cancellationToken
    )
    {
        var tenant = scope.Context;
        var company = tenant.DemandCompany(AccessKind.Command);
        if (tenant.ViewAsClient)
        {
            return new ViewingAsClient();
        }

        using var turn = await TurnAsync(options.WriteWait, cancellationToken);
        return await connections.WriteAsync<Result<T>>(
            company,
            async (connection, transaction, limit) =>
            {
                await using var data = engine.CreateCompanyContext(connection);
                await data.Database.UseTransactionAsync(transaction.Inner, limit);
                var write = new CompanyWrite(data, tenant, time.GetUtcNow());
                var result = await command(write, limit);
                if (!result.Ok)
                {
                    return result;
                }

                write.DemandAudit();
                var asked = WorkQueue.In(data);
                try
                {
                    await data.SaveChangesAsync(limit);
                }
                catch (DbUpdateConcurrencyException)
                {
                    return new ChangedMeanwhile();
                }

                tenant.Demand(AccessKind.Command);
                await transaction.CommitAsync();
                work.Note(company.Id, asked);

                // Only what is kept is told; other nodes find out by asking.
                signals.Wake(tenant.CompanyId, data.ChangeTracker.Entries<Notification>().Select(entry => entry.Entity.PersonId));
                return result;
            },
            cancellationToken
        );
    }
}

/// <summary>Whoever views the portal as a client only looks.</summary>
public sealed record ViewingAsClient()
    : Error("access.viewing-as-client", "You are viewing as a client. Leave that view to change something.");
