using Metiva.Domain.Companies;
using Metiva.Domain.Shared;
using Metiva.Tenancy.Auditing;
using Metiva.Tenancy.Binding;
using Metiva.Tenancy.ControlPlane;
using Metiva.Tenancy.Servers;
using Microsoft.EntityFrameworkCore;

namespace Metiva.Tenancy.Lifecycle.Moves;

/// <summary>
/// Ends a move whose other database cannot be dropped, because its server is gone, say: the old one after the switch, the copy after the
/// move was given up.
/// It stays where it is, and both audits say where. The catalog does not name it, so it is never served again.
/// </summary>
public sealed class LeaveBehind
{
    private readonly TenantScope scope;
    private readonly ControlPlaneDatabase controlPlane;
    private readonly MoveAudit audit;
    private readonly CompanyMover mover;
    private readonly TimeProvider time;

    internal LeaveBehind(TenantScope scope, ControlPlaneDatabase controlPlane, MoveAudit audit, CompanyMover mover, TimeProvider time) =>
        (this.scope, this.controlPlane, this.audit, this.mover, this.time) = (scope, controlPlane, audit, mover, time);

    /// <summary>Whose move, and why nobody waits any longer.</summary>
    /// <param name="Company">The company.</param>
    /// <param name="Reason">Why; the company reads it in its own audit.</param>
    public sealed record Command(CompanyId Company, string? Reason);

    /// <summary>Does it. The id is that of the move.</summary>
    /// <exception cref="BindingRefusedException">The context no longer holds.</exception>
    public async Task<Result<Guid>> Run(Command command, CancellationToken cancellationToken)
    {
        var by = scope.Context;
        if (AgencyCommand.Denied(by) is { } denied)
        {
            return denied;
        }

        if (CompanyStanding.CheckReason(command.Reason) is { } wrong)
        {
            return wrong;
        }

        var found = await controlPlane.ReadAsync((context, token) => FindAsync(context, command.Company, by, token), cancellationToken);
        if (!found.Ok)
        {
            return found.Error!;
        }

        var (move, reason, operation) = (found.Value, command.Reason!.Trim(), Guid.CreateVersion7(time.GetUtcNow()));
        try
        {
            await audit.LeftBehindAsync(move, operation, by, reason, cancellationToken);
        }
        catch (BindingRefusedException refused)
        {
            return new AuditUnavailable(refused.Outcome);
        }

        var left = await controlPlane.WriteAsync<Guid>(
            (context, token) => RemoveAsync(context, move.Id, by, command.Company, reason, token),
            CancellationToken.None
        );
        if (left.Error is { } error)
        {
            await audit.RefusedAsync(move, operation, error.Message, CancellationToken.None);
        }

        mover.Interrupt(command.Company);
        return left;
    }

    private static async Task<Result<CompanyMoveRow>> FindAsync(
        ControlPlaneContext context,
        CompanyId company,
        TenantContext by,
        CancellationToken cancellationToken
    )
    {
        if (await AgencyCommand.DeniedNowAsync(context, by.PersonId, cancellationToken) is { } denied)
        {
            return denied;
        }

        var move = await context.CompanyMoves.SingleOrDefaultAsync(move => move.CompanyId == company, cancellationToken);
        return move switch
        {
            null => new NotFound(),
            { Step: >= MoveStep.Switched, Trouble: not null and not nameof(MoveTrouble.Busy) } => move,
            _ => new MoveNotStuck(),
        };
    }

    private async Task<Result<Guid>> RemoveAsync(
        ControlPlaneContext context,
        Guid move,
        TenantContext by,
        CompanyId company,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(context, company, by, cancellationToken);
        if (!found.Ok)
        {
            return found.Error!;
        }

        if (found.Value.Id != move)
        {
            return new ChangedMeanwhile();
        }

        context.CompanyMoves.Remove(found.Value);
        context.ControlAudit.Add(audit.LeftBehindLine(found.Value, by, reason));
        return move;
    }
}
