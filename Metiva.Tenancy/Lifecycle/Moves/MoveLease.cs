using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>Somebody else works on this move now, or it was given up.</summary>
internal sealed class MoveLostException() : Exception("This move is in other hands now.");

/// <summary>
/// The right to work on a move. Every write compares the moment of the last one and sets a new one, so of two who work on the same move
/// one loses at its next write. Whoever dies loses it by not renewing; whoever lets go dates it back.
/// </summary>
internal sealed class MoveLease : IDisposable
{
    private readonly ControlPlaneDatabase controlPlane;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim one = new(1, 1);
    private DateTimeOffset stamp;
    private long shownRows = -1;

    private MoveLease(ControlPlaneDatabase controlPlane, TimeProvider time, CompanyMoveRow move, DateTimeOffset stamp)
    {
        this.controlPlane = controlPlane;
        this.time = time;
        this.stamp = stamp;
        Move = move;
        Step = move.Step;
        Rows = move.RowsCopied;
    }

    /// <summary>The move as it was when it was taken.</summary>
    internal CompanyMoveRow Move { get; }

    /// <summary>The last step that was finished.</summary>
    internal MoveStep Step { get; private set; }

    /// <summary>How many rows were copied; written down at the next renewal.</summary>
    internal long Rows;

    /// <summary>Takes it; null when somebody else has it.</summary>
    /// <param name="controlPlane">Where it is written down.</param>
    /// <param name="time">What time it is.</param>
    /// <param name="seen">The move as it was read.</param>
    /// <param name="lease">How long a lease lasts without being renewed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<MoveLease?> TakeAsync(
        ControlPlaneDatabase controlPlane,
        TimeProvider time,
        CompanyMoveRow seen,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (now - seen.StepAt < lease)
        {
            return null;
        }

        var taken = new MoveLease(controlPlane, time, seen, seen.StepAt);
        try
        {
            await taken.WriteAsync(_ => { }, (_, _) => Task.CompletedTask, cancellationToken);
            return taken;
        }
        catch (MoveLostException)
        {
            taken.Dispose();
            return null;
        }
    }

    /// <summary>Renews it, with how far the copying is.</summary>
    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        var rows = Interlocked.Read(ref Rows);
        await WriteAsync(row => row.RowsCopied = rows, (_, _) => Task.CompletedTask, cancellationToken);
        shownRows = rows;
    }

    /// <summary>Whether more rows were copied than are shown.</summary>
    internal bool HasNews => Interlocked.Read(ref Rows) != shownRows;

    /// <summary>Writes down that a step is done, and in the same transaction what it means for the company.</summary>
    internal async Task ReachAsync(
        MoveStep step,
        Func<ControlPlaneContext, CancellationToken, Task> change,
        CancellationToken cancellationToken
    )
    {
        var rows = Interlocked.Read(ref Rows);
        await WriteAsync(
            row =>
            {
                row.Step = step;
                row.RowsCopied = rows;
                row.Trouble = null;
            },
            change,
            cancellationToken
        );
        Step = step;
    }

    /// <summary>Changes the move's row, and whatever belongs to it.</summary>
    internal Task WriteAsync(
        Action<CompanyMoveRow> set,
        Func<ControlPlaneContext, CancellationToken, Task> change,
        CancellationToken cancellationToken
    ) => WriteAsync(set, change, back: TimeSpan.Zero, cancellationToken);

    /// <summary>Lets go, so that anybody may take it at once.</summary>
    internal Task LetGoAsync(Action<CompanyMoveRow> set, TimeSpan lease) =>
        WriteAsync(set, (_, _) => Task.CompletedTask, lease, CancellationToken.None);

    /// <summary>Takes the row away: the move is over.</summary>
    internal Task EndAsync(Func<ControlPlaneContext, CancellationToken, Task> change, CancellationToken cancellationToken) =>
        WriteAsync(_ => { }, change, back: TimeSpan.Zero, cancellationToken, ends: true);

    public void Dispose() => one.Dispose();

    private async Task WriteAsync(
        Action<CompanyMoveRow> set,
        Func<ControlPlaneContext, CancellationToken, Task> change,
        TimeSpan back,
        CancellationToken cancellationToken,
        bool ends = false
    )
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            // Stored in whole milliseconds; never the same twice.
            var next = Later(time.GetUtcNow(), stamp);
            var written = await controlPlane.WriteAsync<bool>(
                async (context, token) =>
                {
                    var mine = await context
                        .CompanyMoves.Where(row =>
                            row.CompanyId == Move.CompanyId && row.Id == Move.Id && row.StepAt == stamp && row.Step == Step
                        )
                        .ExecuteUpdateAsync(update => update.SetProperty(row => row.StepAt, next), token);
                    if (mine != 1)
                    {
                        return new ChangedMeanwhile();
                    }

                    var row = await context.CompanyMoves.SingleAsync(row => row.CompanyId == Move.CompanyId, token);
                    set(row);
                    row.StepAt = next - back;
                    await change(context, token);
                    if (ends)
                    {
                        context.Remove(row);
                    }

                    return true;
                },
                cancellationToken
            );
            stamp = written.Ok ? next - back : throw new MoveLostException();
        }
        finally
        {
            one.Release();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset than)
    {
        var next = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return next > than ? next : than.AddMilliseconds(1);
    }
}
