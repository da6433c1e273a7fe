using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.ControlPlane;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Credentials.Rotation;

/// <summary>
/// The rows of rotations on their way, and whose turn each is. Whoever works on one has put a moment of its own into
/// <see cref="CredentialRotationRow.StepAt"/>; every further change asks that it still stands there. Others keep off until that moment
/// is older than the lease, which is longer than any step may take.
/// </summary>
internal sealed class RotationRows(ControlPlaneDatabase controlPlane, TimeProvider time)
{
    /// <summary>How long a row belongs to whoever moved it last.</summary>
    internal TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long one step may take: shorter than the lease.</summary>
    internal static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(2);

    // The smallest difference that a column can hold.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The rotations on their way, the oldest first.</summary>
    internal Task<List<CredentialRotationRow>> PendingAsync(CancellationToken cancellationToken) =>
        controlPlane.ReadAsync(
            (context, token) => context.CredentialRotations.OrderBy(row => row.CreatedAt).ToListAsync(token),
            cancellationToken
        );

    /// <summary>Takes the row, or null when there is none or it is somebody else's turn.</summary>
    /// <param name="company">Whose rotation.</param>
    /// <param name="held">The moment that this process put there last, if it did.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<CredentialRotationRow?> ClaimAsync(CompanyId company, DateTimeOffset? held, CancellationToken cancellationToken)
    {
        var claimed = await controlPlane.WriteAsync<CredentialRotationRow>(
            async (context, token) =>
            {
                var row = await context.CredentialRotations.SingleOrDefaultAsync(row => row.CompanyId == company, token);
                if (row is null || !IsFree(row, held))
                {
                    return new ChangedMeanwhile();
                }

                row.StepAt = After(row.StepAt);
                return row;
            },
            cancellationToken
        );
        return claimed.Ok ? claimed.Value : null;
    }

    /// <summary>Writes down that a step was finished, with what else belongs to the same moment.</summary>
    /// <returns>The row as it is now; null when it is no longer this caller's.</returns>
    internal Task<CredentialRotationRow?> MoveAsync(
        CredentialRotationRow mine,
        RotationStep step,
        CancellationToken cancellationToken,
        Func<ControlPlaneContext, CancellationToken, Task>? also = null
    ) =>
        ChangeAsync(
            mine,
            async (context, row, token) =>
            {
                row.Step = step;
                row.Trouble = null;
                await (also?.Invoke(context, token) ?? Task.CompletedTask);
            },
            cancellationToken
        );

    /// <summary>Writes down what stopped it.</summary>
    internal Task<CredentialRotationRow?> TroubleAsync(CredentialRotationRow mine, string trouble, CancellationToken cancellationToken) =>
        ChangeAsync(
            mine,
            (_, row, _) =>
            {
                row.Trouble = trouble;
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Takes the row away: it is finished.</summary>
    internal Task<CredentialRotationRow?> FinishAsync(
        CredentialRotationRow mine,
        ControlAuditRow record,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            mine,
            (context, row, _) =>
            {
                context.CredentialRotations.Remove(row);
                context.ControlAudit.Add(record);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    private async Task<CredentialRotationRow?> ChangeAsync(
        CredentialRotationRow mine,
        Func<ControlPlaneContext, CredentialRotationRow, CancellationToken, Task> change,
        CancellationToken cancellationToken
    )
    {
        var changed = await controlPlane.WriteAsync<CredentialRotationRow>(
            async (context, token) =>
            {
                var row = await context.CredentialRotations.SingleOrDefaultAsync(row => row.CompanyId == mine.CompanyId, token);
                if (row is null || row.Id != mine.Id || row.Step != mine.Step || row.StepAt != mine.StepAt)
                {
                    return new ChangedMeanwhile();
                }

                row.StepAt = After(row.StepAt);
                await change(context, row, token);
                return row;
            },
            cancellationToken
        );
        return changed.Ok ? changed.Value : null;
    }

    // A new row is nobody's yet.
    private bool IsFree(CredentialRotationRow row, DateTimeOffset? held) =>
        row.StepAt == row.CreatedAt || row.StepAt == held || time.GetUtcNow() - row.StepAt >= Lease;

    /// <summary>Now, and in any case another moment than the one before, as a column can hold it.</summary>
    private DateTimeOffset After(DateTimeOffset before)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return now > before ? now : before + Tick;
    }
}
