using System.Collections.Concurrent;
using Metiva.Domain.Companies;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.Catalog;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Engines;
using Metiva.Tenancy.Engines.Copying;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>
/// Carries a move out, from whichever step it stands at. Each step can be repeated, and what the next one needs to know stands in the
/// move's row, so a killed process is followed by another one. Until the switch the company's database is untouched.
/// </summary>
public sealed class CompanyMover
{
    private readonly ConcurrentDictionary<CompanyId, CancellationTokenSource> running = new();
    private readonly SemaphoreSlim wake = new(0);
    private readonly ControlPlaneDatabase controlPlane;
    private readonly ICompanyCopy copy;
    private readonly CompanyCopier copier;
    private readonly MoveAudit audit;
    private readonly IDatabaseEngine engine;
    private readonly Snapshots snapshots;
    private readonly TenancyOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<CompanyMover> logger;

    internal CompanyMover(
        ControlPlaneDatabase controlPlane,
        ICompanyCopy copy,
        MoveAudit audit,
        IDatabaseEngine engine,
        Snapshots snapshots,
        TenancyOptions options,
        TimeProvider time,
        ILogger<CompanyMover> logger
    )
    {
        this.controlPlane = controlPlane;
        this.copy = copy;
        this.audit = audit;
        this.engine = engine;
        this.snapshots = snapshots;
        this.options = options;
        this.time = time;
        this.logger = logger;
        copier = new CompanyCopier(copy, engine);
        Hearing = options.Hearing;
    }

    /// <summary>How long after the announcement every node must have heard of it, or refuses by itself.</summary>
    internal TimeSpan Hearing { get; init; }

    /// <summary>Called with the name of each step that has just been done.</summary>
    internal Func<string, Task>? AfterStep { get; init; }

    /// <summary>Lets whoever looks for work look now.</summary>
    internal void Wake() => wake.Release();

    /// <summary>Waits until there may be work.</summary>
    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => wake.WaitAsync(atMost, cancellationToken);

    /// <summary>Stops the work on a move in this process at once; elsewhere it stops at its next write.</summary>
    internal void Interrupt(CompanyId company)
    {
        if (running.TryGetValue(company, out var work))
        {
            work.Cancel();
        }
    }

    /// <summary>Works on a move until it is over or stopped; does nothing when somebody else does.</summary>
    internal async Task RunAsync(CompanyMoveRow seen, CancellationToken cancellationToken)
    {
        using var lease = await MoveLease.TakeAsync(controlPlane, time, seen, options.MoveLease, cancellationToken);
        if (lease is null)
        {
            return;
        }

        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        running[seen.CompanyId] = work;
        var kept = KeepAsync(lease, work);
        Exception? failure = null;
        try
        {
            await StepsAsync(lease, work.Token);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        finally
        {
            running.TryRemove(seen.CompanyId, out _);
            await work.CancelAsync();
            await kept;
        }

        if (failure is not null)
        {
            await StoppedAsync(lease, failure, cancellationToken);
        }
    }

    private async Task StepsAsync(MoveLease lease, CancellationToken cancellationToken)
    {
        var move = lease.Move;
        var company =
            snapshots.Catalog.Find(move.CompanyId) ?? throw new InvalidOperationException($"There is no company {move.CompanyId}.");
        var source = company with { Server = move.FromServer, Database = move.FromDatabase, EngineState = null };
        var target = company with { Server = move.ToServer, Database = move.ToDatabase, EngineState = null };
        if (lease.Step == MoveStep.Abandoned)
        {
            await DropAsync(target, cancellationToken);
            await EndAsync(lease, cancellationToken);
            return;
        }

        if (lease.Step < MoveStep.Switched)
        {
            await CopyAndSwitchAsync(lease, source, target, cancellationToken);
        }
        else if (lease.Step == MoveStep.Switched)
        {
            await copy.FreezeAsync(source, cancellationToken);
            await ReachAsync(lease, MoveStep.Frozen, cancellationToken);
        }

        await DropAsync(source, cancellationToken);
        await ReachedAsync("dropped");
        await EndAsync(lease, cancellationToken);
    }

    private async Task DropAsync(CatalogEntry gone, CancellationToken cancellationToken)
    {
        // The one mistake that could not be made good.
        if (snapshots.Catalog.Find(gone.Id) is not { } served || served.IsSameDatabase(gone))
        {
            throw new InvalidOperationException($"The database that company {gone.Id} is served from is never dropped.");
        }

        await copy.DropAsync(gone, cancellationToken);
    }

    private async Task CopyAndSwitchAsync(MoveLease lease, CatalogEntry source, CatalogEntry target, CancellationToken cancellationToken)
    {
        if (lease.Step == MoveStep.Requested)
        {
            await AnnounceAsync(lease, cancellationToken);
            await ReachedAsync("announced");
            await Task.Delay(Hearing, time, cancellationToken);
        }

        await using var hold = await copy.HoldAsync(source, cancellationToken);
        if (lease.Step == MoveStep.Requested)
        {
            await ReachAsync(lease, MoveStep.Held, cancellationToken);
        }

        // What an earlier process read counts for nothing: the hold was let go since.
        Dictionary<string, TableDigest> read = [];
        if (lease.Step is MoveStep.Held or MoveStep.Prepared)
        {
            read = await CopyAsync(lease, hold, target, cancellationToken);
        }

        var different = await copier.DifferencesAsync(hold, target, read, cancellationToken);
        if (different.Count > 0)
        {
            throw new CopyDiffersException(different);
        }

        await ReachAsync(lease, MoveStep.Verified, cancellationToken);
        await lease.ReachAsync(
            MoveStep.Switched,
            async (context, token) =>
            {
                await SwitchAsync(context, lease.Move, token);

                // Last of all: what was compared is only worth something if nobody could write since.
                await hold.DemandAsync(token);
            },
            cancellationToken
        );
        await ReachedAsync(nameof(MoveStep.Switched));
        await hold.FreezeAsync(cancellationToken);
        await ReachAsync(lease, MoveStep.Frozen, cancellationToken);
    }

    private async Task<Dictionary<string, TableDigest>> CopyAsync(
        MoveLease lease,
        ICompanyHold hold,
        CatalogEntry target,
        CancellationToken cancellationToken
    )
    {
        // Whoever has lost the move must not make the database once more that somebody else has dropped.
        await lease.RenewAsync(cancellationToken);
        await ReachedAsync("renewed");
        await copy.PrepareAsync(target, cancellationToken);
        Interlocked.Exchange(ref lease.Rows, 0);
        await ReachAsync(lease, MoveStep.Prepared, cancellationToken);
        var total = await copier.CountAsync(hold, cancellationToken);
        lease.Move.RowsToCopy = total;
        await lease.WriteAsync(row => row.RowsToCopy = total, (_, _) => Task.CompletedTask, cancellationToken);
        var read = await copier.CopyAsync(hold, target, rows => Interlocked.Add(ref lease.Rows, rows), cancellationToken);
        await ReachAsync(lease, MoveStep.Copied, cancellationToken);
        return read;
    }

    private static Task AnnounceAsync(MoveLease lease, CancellationToken cancellationToken) =>
        lease.WriteAsync(
            _ => { },
            async (context, token) =>
            {
                var row = await context.Companies.SingleAsync(row => row.Id == lease.Move.CompanyId, token);
                if (row.State is not (CompanyState.Active or CompanyState.Moving))
                {
                    throw new CompanyNotActiveException();
                }

                row.State = CompanyState.Moving;
                row.Version++;
            },
            cancellationToken
        );

    private static async Task SwitchAsync(ControlPlaneContext context, CompanyMoveRow move, CancellationToken cancellationToken)
    {
        var row = await context.Companies.SingleAsync(row => row.Id == move.CompanyId, cancellationToken);
        if (row.State != CompanyState.Moving || row.Server != move.FromServer || row.Database != move.FromDatabase)
        {
            throw new InvalidOperationException($"Company {row.Id} is not where the move found it.");
        }

        (row.Server, row.Database, row.State) = (move.ToServer, move.ToDatabase, CompanyState.Active);
        row.Version++;
    }

    private async Task EndAsync(MoveLease lease, CancellationToken cancellationToken)
    {
        await audit.EndedAsync(lease.Move, lease.Step == MoveStep.Abandoned, cancellationToken);
        await ReachedAsync("audited");
        await lease.EndAsync(
            (context, _) =>
            {
                context.ControlAudit.Add(audit.Line(lease.Move, lease.Step == MoveStep.Abandoned));
                return Task.CompletedTask;
            },
            cancellationToken
        );
        await ReachedAsync("ended");
    }

    private async Task ReachAsync(MoveLease lease, MoveStep step, CancellationToken cancellationToken)
    {
        await lease.ReachAsync(step, (_, _) => Task.CompletedTask, cancellationToken);
        await ReachedAsync(step.ToString());
    }

    /// <summary>Renews the lease for as long as the work runs, and stops the work when it is lost.</summary>
    private async Task KeepAsync(MoveLease lease, CancellationTokenSource work)
    {
        using var timer = new PeriodicTimer(options.MoveLease / 6, time);
        var kept = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(work.Token))
            {
                try
                {
                    await lease.RenewAsync(work.Token);
                    kept = time.GetTimestamp();
                }
                catch (BindingRefusedException) when (time.GetElapsedTime(kept) < options.MoveLease / 2)
                {
                    // The registry is busy or away for a moment; nobody else can have taken it yet.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done, or the host stops.
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "The move of company {Company} is stopped: its lease cannot be kept.", lease.Move.CompanyId);
            await work.CancelAsync();
        }
    }

    private async Task StoppedAsync(MoveLease lease, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is MoveLostException)
        {
            await TidyAsync(lease.Move, cancellationToken);
            return;
        }

        MoveTrouble? trouble = (engine.Translate(exception, cancellationToken) ?? exception) switch
        {
            OperationCanceledException => null,
            CopyDiffersException => MoveTrouble.Mismatch,
            CompanyNotActiveException => MoveTrouble.NotActive,
            BindingRefusedException { Outcome: BindingOutcome.Busy } => MoveTrouble.Busy,
            BindingRefusedException or IOException => MoveTrouble.Unavailable,
            _ => MoveTrouble.Unexpected,
        };
        if (trouble is not null)
        {
            logger.LogError(exception, "The move of company {Company} stopped: {Trouble}.", lease.Move.CompanyId, trouble);
        }

        try
        {
            // What passes by itself is tried again when a lease has run out; the rest when somebody says so.
            var back = trouble is MoveTrouble.Busy or MoveTrouble.Unavailable ? TimeSpan.Zero : options.MoveLease;
            await lease.LetGoAsync(row => SetTrouble(row, trouble), back);
        }
        catch (MoveLostException)
        {
            await TidyAsync(lease.Move, cancellationToken);
        }
        catch (BindingRefusedException)
        {
            // Nobody has it, so it runs out.
        }
    }

    /// <summary>
    /// It was lost between two looks, perhaps while the new database was being made. When the move is over and the company is not served
    /// from that database, it belongs to nobody: its name is this move's alone.
    /// </summary>
    private async Task TidyAsync(CompanyMoveRow move, CancellationToken cancellationToken)
    {
        try
        {
            var served = await controlPlane.ReadAsync(
                (context, token) =>
                    context
                        .Companies.Where(row => row.Id == move.CompanyId && !context.CompanyMoves.Any(other => other.Id == move.Id))
                        .Select(row => new { row.Server, row.Database })
                        .SingleOrDefaultAsync(token),
                cancellationToken
            );
            if (served is not null && (served.Server, served.Database) != (move.ToServer, move.ToDatabase))
            {
                var company = snapshots.Catalog.Find(move.CompanyId)!;
                await DropAsync(company with { Server = move.ToServer, Database = move.ToDatabase, EngineState = null }, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(
                exception,
                "Whether the move of company {Company} left database {Database} on server {Server} could not be seen.",
                move.CompanyId,
                move.ToDatabase,
                move.ToServer
            );
        }
    }

    private static void SetTrouble(CompanyMoveRow row, MoveTrouble? trouble)
    {
        row.Trouble = trouble?.ToString();

        // What was copied is not the original, or the original was perhaps not held still all the time: copied anew.
        if (trouble is MoveTrouble.Mismatch or MoveTrouble.Unavailable && row.Step is > MoveStep.Held and < MoveStep.Switched)
        {
            row.Step = MoveStep.Held;
        }
    }

    private Task ReachedAsync(string step) => AfterStep?.Invoke(step) ?? Task.CompletedTask;

    private sealed class CompanyNotActiveException() : Exception("The company is not active, so it is not moved.");

    private sealed class CopyDiffersException(IEnumerable<string> tables)
        : Exception($"The copy differs from the original in {string.Join(", ", tables)}.");
}
